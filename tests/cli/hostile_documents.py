"""Writes hostile documents into a folder: python3 hostile_documents.py FOLDER. Each is small, or packed."""
import io
import pathlib
import struct
import sys
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


def main():
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
    for name, content in files.items():
        (folder / name).write_bytes(content)
    # A directory that names the same part a million times over.
    entry = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    many = entry * 1_000_000
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 65535, 65535, len(many), 35, 0)
    (folder / "directory.docx").write_bytes(good[:35] + many + end)


if __name__ == "__main__":
    main()
