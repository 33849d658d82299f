# leitong-extract: reads one document in a process of its own (src/input/helper.h). It alone links the parsers.
file(GLOB LEITONG_EXTRACT_SOURCES CONFIGURE_DEPENDS src/extract/*.c)
list(FILTER LEITONG_EXTRACT_SOURCES EXCLUDE REGEX "/main\\.c$")
add_library(leitong_extract_objects OBJECT ${LEITONG_EXTRACT_SOURCES})
set(LEITONG_HAVE_GUMBO ${GUMBO_FOUND})
set(LEITONG_HAVE_PACKAGES 0)
if(LIBXML2_FOUND AND LIBARCHIVE_FOUND)
  set(LEITONG_HAVE_PACKAGES 1)
else()
  set_source_files_properties(src/extract/package.c src/extract/archive.c src/extract/xml.c src/extract/docx.c src/extract/docx_styles.c
    src/extract/odt.c src/extract/odt_styles.c src/extract/relations.c src/extract/properties.c src/extract/pptx.c src/extract/epub.c
    src/extract/word.c
    PROPERTIES HEADER_FILE_ONLY ON)
endif()
if(NOT GUMBO_FOUND)
  set(LEITONG_HAVE_GUMBO 0)
  set_source_files_properties(src/extract/html.c src/extract/epub.c PROPERTIES HEADER_FILE_ONLY ON)
endif()
target_include_directories(leitong_extract_objects PUBLIC src include ${LEITONG_GENERATED_DIR})
target_compile_definitions(leitong_extract_objects PUBLIC LEITONG_HAVE_GUMBO=${LEITONG_HAVE_GUMBO}
  LEITONG_HAVE_PACKAGES=${LEITONG_HAVE_PACKAGES} LEITONG_GUMBO_VERSION="${GUMBO_VERSION}")
target_link_libraries(leitong_extract_objects PUBLIC leitong_static leitong_options
  $<$<BOOL:${GUMBO_FOUND}>:PkgConfig::GUMBO> $<$<BOOL:${LIBXML2_FOUND}>:PkgConfig::LIBXML2>
  $<$<BOOL:${LIBARCHIVE_FOUND}>:PkgConfig::LIBARCHIVE>)
add_executable(leitong_extract src/extract/main.c)
target_link_libraries(leitong_extract PRIVATE leitong_extract_objects)
# What it doesn't use it doesn't load: a process a document.
target_link_options(leitong_extract PRIVATE -Wl,--as-needed)
set_target_properties(leitong_extract PROPERTIES OUTPUT_NAME leitong-extract)
# Neither library nor command is of use for such files without it.
add_dependencies(leitong leitong_extract)
