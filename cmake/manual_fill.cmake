# cmake -DLEITONG=… -DVERSION=… -DINPUT=… -DOUTPUT=… -P: fills the manual page's @COMMANDS@ and @VERSION@ in. Of each command's
# --help: the usage is a heading, an option a tagged paragraph, any other line a paragraph.
cmake_minimum_required(VERSION 3.25)

function(manual_help ret_text)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 ${LEITONG} ${ARGN} --help OUTPUT_VARIABLE text
    RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${LEITONG} ${ARGN} --help: ${failed}")
  endif()
  # What troff would take for its own; [ and ] would mislead CMake's lists.
  string(REPLACE "\\" "\\e" text "${text}")
  string(REPLACE "-" "\\-" text "${text}")
  string(REGEX REPLACE "\n([.'])" "\n\\\\&\\1" text "${text}")
  set(${ret_text} "${text}" PARENT_SCOPE)
endfunction()

manual_help(overview)
string(REGEX MATCHALL "\n  [a-z]+ " names "${overview}")
set(commands "")
foreach(name IN LISTS names)
  string(STRIP "${name}" name)
  manual_help(text ${name})
  string(REGEX REPLACE "^usage: ([^\n]*)\n" ".SS \"\\1\"\n" text "${text}")
  string(REGEX REPLACE "\n +((\\\\-[a-z], )?\\\\-\\\\-[^ ]+( [^ ]+)?)  +([^\n]*)" "\n.TP\n.B \\1\n\\4" text "${text}")
  string(REGEX REPLACE "\n\n(\\.TP)" "\n\\1" text "${text}")
  string(REGEX REPLACE "\n\n([^.])" "\n.PP\n\\1" text "${text}")
  string(APPEND commands "${text}")
endforeach()
string(REGEX REPLACE "\n+$" "" commands "${commands}")
file(READ ${INPUT} page)
string(REPLACE "@COMMANDS@" "${commands}" page "${page}")
string(REPLACE "@VERSION@" "${VERSION}" page "${page}")
file(WRITE ${OUTPUT} "${page}")
