# Installed: the command runs, and the example is built against it through CMake and through pkg-config.
. tests/cli/lib.sh
build=$(dirname "$leitong")
check "install" cmake --install "$build" --prefix "$work/usr" >/dev/null
run "nothing" 2
leitong=$work/usr/bin/leitong
run "the installed command" 0 --version
run "reads documents through its helper" 0 scan -q --strict fixtures/documents/speech.docx fixtures/documents/speech.pdf
manual=$work/usr/share/man/man1/leitong.1
missing=$("$leitong" scan --help | grep -o -- '--[a-z-]*' | while read -r option; do
  grep -qF -- "${option//-/\\-}" "$manual" || echo "$option"
done)
check "the manual names each option" [ -z "$missing" ]
if command -v groff >/dev/null; then
  check "the manual is good troff" [ -z "$(groff -k -Tutf8 -man -ww -z "$manual" 2>&1)" ]
fi
flags=$(grep -o 'LEITONG_SANITIZE:STRING=.*' "$build/CMakeCache.txt" | cut -d= -f2)
sanitize=${flags:+-fsanitize=$flags}
libdir=$(dirname "$(find "$work/usr" -name leitong.pc)")
export PKG_CONFIG_PATH=$libdir
check "pkg-config" cc $sanitize -o "$work/example" examples/scan_folder.c $(pkg-config --define-prefix --cflags --libs leitong) -Wl,-rpath,"$libdir/.."
check "the example runs" sh -c "'$work/example' fixtures/speeches/xiantao_twice.md | grep -q 'tokens reused'"
mkdir "$work/user"
cat >"$work/user/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(user C)
find_package(leitong REQUIRED)
add_executable(user $PWD/examples/scan_folder.c)
target_link_libraries(user PRIVATE leitong::leitong)
CMAKE
check "find_package" cmake -S "$work/user" -B "$work/user/build" -DCMAKE_PREFIX_PATH="$work/usr" -DCMAKE_C_FLAGS="$sanitize" >/dev/null
check "it builds" cmake --build "$work/user/build" >/dev/null
check "and runs" sh -c "'$work/user/build/user' fixtures/speeches/xiantao_twice.md | grep -q 'tokens reused'"
finish
