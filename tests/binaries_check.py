"""What the binaries promise, read back from the ELF files of the build tree and of an installation. No library is looked for
in the working folder, no code is writable, no table of addresses stays writable, buffers are checked; and the library
asks for no function by which it could print, end the process, or change what belongs to all of it."""
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

LEITONG = pathlib.Path(os.environ["LEITONG"])
ET_DYN = 3
PT_LOAD, PT_DYNAMIC, PT_GNU_STACK, PT_GNU_RELRO = 1, 2, 0x6474E551, 0x6474E552
PF_X, PF_W = 1, 2
DT_RPATH, DT_TEXTREL, DT_BIND_NOW, DT_RUNPATH, DT_FLAGS, DT_FLAGS_1 = 15, 22, 24, 29, 30, 0x6FFFFFFB
DF_TEXTREL, DF_BIND_NOW, DF_1_NOW, DF_1_PIE = 4, 8, 1, 0x08000000
SHT_DYNSYM, SHN_UNDEF = 11, 0
# What a library leaves to its program: its end, its streams, its mask, folder, locale, environment, signals, limits and
# children; and functions that keep a state which threads share. (posix_spawn, waitpid and kill are asked for by
# src/input/helper.c, of its own child alone: includes_check.py sees to it.)
FORBIDDEN = set("""
    exit _exit _Exit quick_exit abort __assert_fail __assert_perror_fail raise err errx verr verrx
    stdout stderr printf vprintf __printf_chk __vprintf_chk puts putchar perror psignal warn warnx vwarn vwarnx syslog
    umask chdir fchdir chroot setlocale setenv unsetenv putenv clearenv tzset environ
    signal sigaction sigprocmask pthread_sigmask sigaltstack siginterrupt alarm setitimer timer_create
    setrlimit setpriority nice prctl dup2 dup3 mallopt mlockall setuid setgid seteuid setegid
    fork vfork system popen execve execv execvp execl execlp atexit __cxa_atexit on_exit
    getopt getopt_long optind optarg rand srand random srandom drand48 strtok localtime gmtime asctime ctime
""".split())


class Elf:
    """What the tests ask of a 64-bit little-endian file."""

    def __init__(self, path):
        self.data = data = path.read_bytes()
        self.type, = struct.unpack_from("<H", data, 16)
        program, section = struct.unpack_from("<QQ", data, 32)
        program_size, program_count, section_size, section_count = struct.unpack_from("<4H", data, 54)
        self.segments = [struct.unpack_from("<IIQQQQ", data, program + i * program_size) for i in range(program_count)]
        self.sections = [struct.unpack_from("<IIQQQQII", data, section + i * section_size) for i in range(section_count)]
        self.dynamic = [struct.unpack_from("<qQ", data, at)
                        for kind, _, begin, _, _, size in self.segments if kind == PT_DYNAMIC
                        for at in range(begin, begin + size, 16)]

    def flags(self, tag):
        return next((value for key, value in self.dynamic if key == tag), 0)

    def string(self, table, at):
        begin = self.sections[table][4] + at
        return self.data[begin:self.data.index(b"\0", begin)].decode()

    def symbols(self):
        """Names that the file asks of others."""
        for _, kind, _, _, begin, size, table, _ in self.sections:
            if kind == SHT_DYNSYM:
                for at in range(begin, begin + size, 24):
                    name, _, _, index = struct.unpack_from("<IBBH", self.data, at)
                    if index == SHN_UNDEF:
                        yield self.string(table, name)

    def search(self):
        """The folders in which libraries are looked for."""
        table = next(s[6] for s in self.sections if s[1] == SHT_DYNSYM)
        return [folder for tag, value in self.dynamic if tag in (DT_RPATH, DT_RUNPATH)
                for folder in self.string(table, value).split(":")]


def hardened(elf, is_program):
    """Yields what is wrong."""
    flags, flags_1 = elf.flags(DT_FLAGS), elf.flags(DT_FLAGS_1)
    names = set(elf.symbols())
    if elf.type != ET_DYN or (is_program and not flags_1 & DF_1_PIE):
        yield "is not position-independent"
    if not any(s[0] == PT_GNU_RELRO for s in elf.segments):
        yield "has no read-only relocations"
    if not (flags & DF_BIND_NOW or flags_1 & DF_1_NOW or any(tag == DT_BIND_NOW for tag, _ in elf.dynamic)):
        yield "binds functions when they are called: the table of their addresses stays writable"
    if not any(s[0] == PT_GNU_STACK and not s[1] & PF_X for s in elf.segments):
        yield "has a stack that may be executed"
    if any(s[0] == PT_LOAD and s[1] & PF_X and s[1] & PF_W for s in elf.segments):
        yield "has a segment that may be written and executed"
    if flags & DF_TEXTREL or any(tag == DT_TEXTREL for tag, _ in elf.dynamic):
        yield "has relocations in its code"
    # clang puts its sanitizer into the program, so that nothing but __sanitizer_ names is asked of others.
    if any(name.startswith(("__asan_", "__tsan_", "__ubsan_", "__sanitizer_")) for name in names):
        return  # a sanitizer checks more, in its own way
    if "__stack_chk_fail" not in names:
        yield "has no stack protector"
    # Of those that take a size, the compiler checks only the calls whose buffer it knows.
    plain = names & {"printf", "fprintf", "vfprintf"}
    if plain or "__snprintf_chk" not in names:
        yield f"is not fortified: {', '.join(sorted(plain)) or 'no checked function'}"


def behaves(elf):
    """Yields which functions the library must not know."""
    for name in sorted(FORBIDDEN & set(elf.symbols())):
        yield f"calls {name}, which belongs to the program"


def is_elf(path):
    if path.is_symlink() or not path.is_file() or path.suffix == ".o":
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def main():
    passed = failed = 0

    def check(path, problems):
        nonlocal passed, failed
        problems = list(problems)
        passed += not problems
        failed += bool(problems)
        for problem in problems:
            print(f"{path}: {problem}")

    def check_search(path, elf):
        check(path, (f"looks for libraries in '{folder}'" for folder in elf.search()
                     if not folder.startswith(("/", "$ORIGIN"))))

    build = LEITONG.parent
    binaries = [path for path in build.rglob("*") if is_elf(path)]
    for path in binaries:
        check_search(path.relative_to(build), Elf(path))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["cmake", "--install", build, "--prefix", folder], check=True, stdout=subprocess.DEVNULL)
        installed = [path for path in pathlib.Path(folder).rglob("*") if is_elf(path)]
        ours = [path for path in binaries if path.name.startswith(("leitong", "libleitong")) and path.parent == build]
        check("build tree", [] if len(ours) == 3 else [f"holds {len(ours)} binaries, not command, helper and library"])
        check("installation", [] if len(installed) == 3 else [f"holds {len(installed)} binaries"])
        for path in ours + installed:
            elf = Elf(path)
            check_search(path, elf)
            check(path, hardened(elf, "." not in path.name))
            if "." in path.name:
                check(path, behaves(elf))
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
