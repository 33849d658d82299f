install(TARGETS leitong_installed RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS leitong_extract RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/leitong)
install(TARGETS leitong_shared EXPORT leitongTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS leitong_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/leitong DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT leitongTargets NAMESPACE leitong:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leitong)
configure_package_config_file(cmake/leitongConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/leitongConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leitong)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/leitongConfigVersion.cmake COMPATIBILITY SameMinorVersion)
configure_file(cmake/leitong.pc.in ${CMAKE_CURRENT_BINARY_DIR}/leitong.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/leitongConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/leitongConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/leitong)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/leitong.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES LICENSE src/names/place_tree.LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/leitong)
