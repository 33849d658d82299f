add_library(leitong_options INTERFACE)
target_compile_definitions(leitong_options INTERFACE _GNU_SOURCE)
target_compile_options(leitong_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes -Wvla
  -Wpointer-arith -Wcast-qual -Wundef -fno-strict-aliasing)
if(LEITONG_WERROR)
  target_compile_options(leitong_options INTERFACE -Werror)
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
