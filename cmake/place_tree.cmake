# The tree of places: src/names/place_tree.txt → place_tree.inc, which src/names/place_tree.c includes.
set(LEITONG_PLACES ${CMAKE_CURRENT_SOURCE_DIR}/src/names/place_tree.txt)
set(LEITONG_PLACES_EMBED ${CMAKE_CURRENT_SOURCE_DIR}/cmake/place_tree_embed.cmake)
add_custom_command(OUTPUT ${LEITONG_GENERATED_DIR}/place_tree.inc
  COMMAND ${CMAKE_COMMAND} -DINPUT=${LEITONG_PLACES} -DOUTPUT=${LEITONG_GENERATED_DIR}/place_tree.inc
          -P ${LEITONG_PLACES_EMBED}
  DEPENDS ${LEITONG_PLACES} ${LEITONG_PLACES_EMBED} VERBATIM)
list(APPEND LEITONG_GENERATED ${LEITONG_GENERATED_DIR}/place_tree.inc)
