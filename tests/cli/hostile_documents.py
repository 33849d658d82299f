"""Writes hostile documents into a folder: python3 hostile_documents.py FOLDER. Each is small, or packed.
--archives TEXTS FOLDER: archives of the speeches in TEXTS, and some that hold what is left out."""
import bz2
import gzip
import io
import pathlib
import lzma
import struct
import subprocess
import sys
import tarfile
import zipfile

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')


def document(text):
    return f'<w:document {WORD}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def docx(xml, **more):
    return package({"[Content_Types].xml": TYPES, "word/document.xml": xml, **more})


def encrypted(data):
    """Every part says that it is under a password."""
    data = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = data.find(mark)
        while begin >= 0:
            data[begin + at] |= 1
            begin = data.find(mark, begin + 4)
    return bytes(data)


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return out.getvalue()


def links():
    """A tar with what is no file, and a name that leads out."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as file:
        for name, kind in (("soft.txt", tarfile.SYMTYPE), ("hard.txt", tarfile.LNKTYPE), ("fifo.txt", tarfile.FIFOTYPE), ("folder", tarfile.DIRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            file.addfile(info)
        for name in ("../../escaped.txt", "/tmp/escaped.txt"):
            info = tarfile.TarInfo(name)
            info.size = 3
            file.addfile(info, io.BytesIO(b"out"))
        info = tarfile.TarInfo("./good.txt")
        info.size = 36
        file.addfile(info, io.BytesIO("一二三四五六七八九十甲乙".encode()))
    return out.getvalue()


def damaged(data, content):
    """The zip with one byte of a stored member changed, so that its sum is wrong."""
    at = data.find(content)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def archives(texts, folder):
    folder.mkdir()
    every = {f"texts/{path.name}": path.read_bytes() for path in sorted(texts.glob("speech.*"))}
    speeches = {name: content for name, content in every.items() if not name.endswith((".doc", ".rtf"))}  # LibreOffice takes seconds for these
    packed = {"speech.zip": package(every), "speech.tar": tar(speeches)}
    plain = packed["speech.tar"]
    packed |= {"speech.tar.gz": gzip.compress(plain), "speech.tgz": gzip.compress(plain), "speech.tar.xz": lzma.compress(plain),
               "speech.tar.bz2": bz2.compress(plain), "speech.txt.xz": lzma.compress((texts / "speech.txt").read_bytes()),
               "outer.zip": package({"inner.tar.gz": gzip.compress(plain), "r.jsonl": '{"id":"r1","text":"一二三四五六七八九十甲乙丙"}\n'})}
    packed["speech.tar.zst"] = subprocess.run(["zstd", "-q", "-c"], input=tar(every), stdout=subprocess.PIPE, check=True).stdout
    # Names as Windows in China writes them: GBK, and no flag.
    names = package({"AAAA.txt": "一二三四五六七八九十", "講話.txt": "甲乙丙丁戊己庚辛壬癸"})
    packed["names.zip"] = names.replace(b"AAAA.txt", "讲话".encode("gbk") + b".txt")
    packed["names.csv"] = "path,title\narchives/names.zip!讲话.txt,甲\n".encode()
    locked = encrypted(package({"a.txt": "x" * 100}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in {"../escaped.txt": "out", "a\\..\\..\\escaped.txt": "out", "picture.png": "png", "~$plan.docx": "lock", "sum.txt": "SUMSUMSUM",
                              "good.txt": "子丑寅卯辰巳午未申酉戌亥", "locked.zip": locked}.items():
            file.writestr(name, content)
    packed["mixed.zip"] = damaged(out.getvalue(), b"SUMSUMSUM")
    packed["links.tar"] = links()
    for name, content in packed.items():
        (folder / name).write_bytes(content)


def bomb():
    """1.3 GB, in members that are over the limit."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        block = b"x" * 110_000_000
        for i in range(12):
            file.writestr(f"{i}.txt", block)
    return out.getvalue()


def pdf_of_scans():
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>"] + [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * 2
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places) + (
        b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out))


def main():
    if sys.argv[1] == "--archives":
        archives(pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
        return
    folder = pathlib.Path(sys.argv[1])
    laughs = "<!DOCTYPE w [<!ENTITY a0 \"哈哈哈哈哈哈哈哈\">" + "".join(
        f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 20)) + "]>"
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    address = '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">'
    good = docx(document("一二三四五六七八九十"))
    odt = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "\x8f\x00", "META-INF/manifest.xml":
           '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'}
    files = {
        "entities.docx": docx(laughs + document("&a19;")),
        "attributes.docx": docx(laughs + f'<w:document {WORD}><w:p><w:pPr><w:pStyle w:val="&a19;"/></w:pPr></w:p></w:document>'),
        "outside.docx": docx(outside + document("&x;")),
        "address.docx": docx(address + document("x")),
        "deep.docx": docx(f'<w:document {WORD}>' + "<w:p>" * 200000),
        "no_xml.docx": docx("<w:document"),
        "bytes.docx": docx(b"<w:document>\xff\xfe\xfd"),
        "bomb.docx": docx(f'<w:document {WORD}><w:body><w:p>' + ('<w:r><w:t>' + "炸" * 100000 + '</w:t></w:r>') * 3000),
        "spaces.docx": docx(f'<w:document {WORD}>' + " " * 400_000_000 + "</w:document>"),
        "cut.docx": good[:len(good) - 30],
        "cut_inside.docx": good[:40] + good[60:],
        "encrypted.docx": encrypted(good),
        "encrypted.odt": package(odt),
        "encrypted_ole.docx": b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
        "old.doc": b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(1500),
        "no_text.docx": package({"[Content_Types].xml": TYPES}),
        "sheet.docx": package({"[Content_Types].xml": "<Types>spreadsheetml</Types>"}),
        "named.docx": "这不是一个 Word 文件\n".encode(),
        "empty.docx": b"",
        "deep.html": b"<!doctype html>" + b"<div>" * 200000 + "深".encode(),
        "deep_b.html": b"<!doctype html>" + b"<b>" * 200000 + "深".encode(),
        "deep_table.html": b"<!doctype html>" + b"<table><tr><td>" * 66666 + "深".encode(),
        "formatting.html": b"<!doctype html>" + b"<a><b><i><p>" * 20000 + "深".encode(),
        "attributes.html": b"<!doctype html><p " + b" ".join(b"a%d=1" % i for i in range(100000)) + b">x",
        "unclosed.html": b"<!doctype html><!--" + b"x" * 1000000,
        "bytes.html": b"<!doctype html><p>\xff\xfe\xfd \x81\x20\x81",
        "nul.html": b"<!doctype html><p>\0\0\0x\0",
    }
    book = {"mimetype": "application/epub+zip", "META-INF/container.xml": '<c><rootfile full-path="o.opf"/></c>',
            "o.opf": '<p><manifest><item id="i" href="i.html" media-type="text/html"/></manifest><spine><itemref idref="i"/></spine></p>'}
    page = {"i.html": "<p>一二三四五六七八九十"}
    slides = {"[Content_Types].xml": "<Types>presentationml</Types>"}
    drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    head = b"From: a@b\nTo: c@d\n"
    files |= {
        "rights.epub": package({**book, **page, "META-INF/rights.xml": "<r/>"}),
        "locked.epub": package({**book, **page, "META-INF/encryption.xml": '<e><CipherReference URI="i.html"/></e>'}),
        "no_pages.epub": package(book),
        "outside.epub": package({**book, "o.opf": book["o.opf"].replace("i.html", "../../../etc/passwd")}),
        "bomb.epub": package({**book, "i.html": " " * 400_000_000}),
        "no_slides.pptx": package(slides),
        "deep.pptx": package({**slides, "ppt/presentation.xml": f"<p {drawing}>" + "<a:p>" * 200000}),
        "no_text.eml": head + b"Content-Type: application/pdf\n\nx",
        "deep.eml": head + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(100000)) + b"\nx",
        "alike.eml": head + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 100000,
        "header.eml": head + b"Subject: " + b"=?utf-8?B?5LiA?= " * 500000 + b"\n\n" + "一二三四五六七八九十".encode(),
        "noise.eml": head + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + bytes(range(256)) * 4000,
        "named.eml": b"\x00\x01\x02" * 500,
        "deep.rtf": b"{\\rtf1" + b"{" * 200000 + b"x",
    }
    nested = package({"a.txt": "x"})
    for i in range(9):
        nested = package({f"{i}.zip": nested})
    plain = tar({"a.txt": b"x" * 50000, "b.txt": b"y" * 50000})
    scan = pdf_of_scans()
    files |= {
        "deep.zip": nested,
        "one.zip": package({"big.txt": "x" * 120_000_000}),
        "bomb.zip": bomb(),
        "cut.zip": package({"a.txt": "x"})[:-22],
        "cut.tar": plain[:60000],
        "cut.tar.xz": lzma.compress(plain)[:-40],
        "cut.tar.gz": gzip.compress(plain)[:-20],
        "noise.tar.bz2": b"BZh91AY&SY" + bytes(range(256)) * 9,
        "scan.pdf": scan,
        "bad.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "cut.pdf": scan[:60],
        "empty.pdf": b"",
        "locked.pdf": scan.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32
                                   + b")>>/ID[(a)(b)]"),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # A directory that names the same part a million times over.
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    many = entry * 1_000_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(many), 35, 0)
    (folder / "directory.docx").write_bytes(good[:35] + many + end)


if __name__ == "__main__":
    main()
