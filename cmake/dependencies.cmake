# Debian packages only; each library is used by one room (see ARCHITECTURE.md).
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(LIBMD REQUIRED IMPORTED_TARGET libmd)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(UCHARDET REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(OPENCC REQUIRED IMPORTED_TARGET opencc) # the generator of the han table, and its oracle
find_path(UNISTRING_INCLUDE_DIR uninorm.h REQUIRED)
find_library(UNISTRING_LIBRARY unistring REQUIRED)

set(LEITONG_LINK_LIBRARIES ${XXHASH_LINK_LIBRARIES} ${LIBMD_LINK_LIBRARIES} ${ZSTD_LINK_LIBRARIES}
    ${ZLIB_LINK_LIBRARIES} ${LMDB_LINK_LIBRARIES}
    ${UCHARDET_LINK_LIBRARIES} ${ICU_LINK_LIBRARIES} ${PCRE2_LINK_LIBRARIES} ${UNISTRING_LIBRARY} Threads::Threads m)
add_library(leitong_dependencies INTERFACE)
target_link_libraries(leitong_dependencies INTERFACE PkgConfig::XXHASH PkgConfig::LIBMD PkgConfig::ZSTD PkgConfig::ZLIB
                      PkgConfig::LMDB PkgConfig::UCHARDET PkgConfig::ICU PkgConfig::PCRE2 ${UNISTRING_LIBRARY} Threads::Threads m)
target_include_directories(leitong_dependencies INTERFACE ${UNISTRING_INCLUDE_DIR})

# Only leitong-extract, a process of its own, links what parses documents; without one of these it says so of such a file.
pkg_check_modules(LIBXML2 IMPORTED_TARGET libxml-2.0)
pkg_check_modules(LIBARCHIVE IMPORTED_TARGET libarchive)
pkg_check_modules(GUMBO IMPORTED_TARGET gumbo)
