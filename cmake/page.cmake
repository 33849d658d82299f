# The report's page: src/report/page/ → page.inc, which src/report/html.c includes. The order of the scripts is the order
# in which they need one another; the stylesheets' that in which they overrule.
set(LEITONG_PAGE_DIR ${CMAKE_CURRENT_SOURCE_DIR}/src/report/page)
set(LEITONG_PAGE_STYLES page.css views.css text.css print.css)
set(LEITONG_PAGE_SCRIPTS words.js options.js base.js model.js found.js marks.js filters.js figures.js table.js
    chart.js text.js pairs.js overview.js documents.js document.js heat.js passages.js pair.js texts.js clusters.js
    templates.js swaps.js method.js print.js main.js)
list(TRANSFORM LEITONG_PAGE_STYLES PREPEND ${LEITONG_PAGE_DIR}/)
list(TRANSFORM LEITONG_PAGE_SCRIPTS PREPEND ${LEITONG_PAGE_DIR}/)
add_custom_command(OUTPUT ${LEITONG_GENERATED_DIR}/page.inc
  COMMAND ${CMAKE_COMMAND} "-DSTYLES=${LEITONG_PAGE_STYLES}" "-DSCRIPTS=${LEITONG_PAGE_SCRIPTS}"
          "-DSHELL=${LEITONG_PAGE_DIR}/shell.html" "-DOUTPUT=${LEITONG_GENERATED_DIR}/page.inc"
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/page_embed.cmake
  DEPENDS ${LEITONG_PAGE_STYLES} ${LEITONG_PAGE_SCRIPTS} ${LEITONG_PAGE_DIR}/shell.html
          ${CMAKE_CURRENT_SOURCE_DIR}/cmake/page_embed.cmake
  VERBATIM)
list(APPEND LEITONG_GENERATED ${LEITONG_GENERATED_DIR}/page.inc)
