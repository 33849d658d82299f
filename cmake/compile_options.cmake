add_library(leitong_options INTERFACE)
target_compile_definitions(leitong_options INTERFACE _GNU_SOURCE)
target_compile_options(leitong_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wvla -Wpointer-arith
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes> $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes> -Wcast-qual -Wundef -fno-strict-aliasing)
if(LEITONG_WERROR)
  target_compile_options(leitong_options INTERFACE -Werror)
endif()
# Hardening (tests/binaries_check.py reads it back from the binaries). A sanitizer brings its own checks, and FORTIFY
# needs an optimiser.
include(CheckPIESupported)
check_pie_supported(LANGUAGES C CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_compile_options(leitong_options INTERFACE -fstack-protector-strong)
target_link_options(leitong_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
if(NOT LEITONG_SANITIZE)
  target_compile_options(leitong_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3>)
endif()
if(LEITONG_SANITIZE)
  target_compile_options(leitong_options INTERFACE -fsanitize=${LEITONG_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(leitong_options INTERFACE -fsanitize=${LEITONG_SANITIZE})
  link_libraries(-fsanitize=${LEITONG_SANITIZE})
endif()
if(LEITONG_SANITIZE MATCHES "thread")
  # target_clones resolves through ifuncs, which run before ThreadSanitizer is up and crash.
  target_compile_definitions(leitong_options INTERFACE LEITONG_NO_CLONES)
endif()
if(LEITONG_FUZZ)
  target_compile_options(leitong_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
