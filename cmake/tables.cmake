# Tables made at build time: src/text/tables/gen_NAME.c prints NAME.inc, which src/text includes.
set(LEITONG_GENERATED_DIR ${CMAKE_CURRENT_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${LEITONG_GENERATED_DIR})
set(LEITONG_GENERATED "")
file(GLOB LEITONG_GENERATORS CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/text/tables/gen_*.c)
foreach(generator ${LEITONG_GENERATORS})
  get_filename_component(name ${generator} NAME_WE)
  string(REPLACE "gen_" "" table ${name})
  add_executable(${name} ${generator})
  target_include_directories(${name} PRIVATE ${UNISTRING_INCLUDE_DIR})
  target_link_libraries(${name} PRIVATE ${UNISTRING_LIBRARY} PkgConfig::OPENCC)
  add_custom_command(OUTPUT ${LEITONG_GENERATED_DIR}/${table}.inc
    COMMAND ${CMAKE_COMMAND} -E env LSAN_OPTIONS=detect_leaks=0
            $<TARGET_FILE:${name}> ${LEITONG_GENERATED_DIR}/${table}.inc
    DEPENDS ${name} VERBATIM)
  list(APPEND LEITONG_GENERATED ${LEITONG_GENERATED_DIR}/${table}.inc)
endforeach()
