# The manual page: docs/leitong.1.in with what the command just built says of itself, so that no option is missing in it. A
# command built for another machine can't be asked.
if(TARGET leitong AND NOT CMAKE_CROSSCOMPILING)
  add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/leitong.1
    COMMAND ${CMAKE_COMMAND} "-DLEITONG=$<TARGET_FILE:leitong>" "-DVERSION=${PROJECT_VERSION}"
            "-DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/docs/leitong.1.in" "-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/leitong.1"
            -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/manual_fill.cmake
    DEPENDS leitong docs/leitong.1.in cmake/manual_fill.cmake
    VERBATIM)
  add_custom_target(manual ALL DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/leitong.1)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/leitong.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
endif()
