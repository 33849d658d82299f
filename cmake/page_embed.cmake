# cmake -DSTYLES=… -DSCRIPTS=… -DSHELL=… -DOUTPUT=… -P page_embed.cmake
# Writes C arrays with the page's parts, and for style and script the SHA-256 that the page's Content-Security-Policy names:
# the browser then runs these bytes and no others.
set(alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)

# Three hexadecimal digits are two of base 64; of the 64 digits of SHA-256 one is left over.
function(hash_base64 file out)
  file(SHA256 ${file} hex)
  set(text "")
  foreach(at RANGE 0 60 3)
    string(SUBSTRING ${hex} ${at} 3 digits)
    math(EXPR high "0x${digits} >> 6")
    math(EXPR low "0x${digits} & 63")
    string(SUBSTRING ${alphabet} ${high} 1 high)
    string(SUBSTRING ${alphabet} ${low} 1 low)
    string(APPEND text ${high}${low})
  endforeach()
  string(SUBSTRING ${hex} 63 1 digit)
  math(EXPR last "0x${digit} << 2")
  string(SUBSTRING ${alphabet} ${last} 1 last)
  set(${out} "${text}${last}=" PARENT_SCOPE)
endfunction()

function(embed name file)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(APPEND ${OUTPUT}.new "static const unsigned char page_${name}[] = {\n${bytes}\n};\n")
endfunction()

# file(READ) would lose brackets and semicolons, so files are joined as files.
function(join out)
  execute_process(COMMAND ${CMAKE_COMMAND} -E cat ${ARGN} OUTPUT_FILE ${out} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

join(${OUTPUT}.css ${STYLES})
join(${OUTPUT}.js ${SCRIPTS})
hash_base64(${OUTPUT}.css style_hash)
hash_base64(${OUTPUT}.js script_hash)
file(WRITE ${OUTPUT}.new "static const char page_style_hash[] = \"sha256-${style_hash}\";\n"
                         "static const char page_script_hash[] = \"sha256-${script_hash}\";\n")
embed(style ${OUTPUT}.css)
embed(script ${OUTPUT}.js)
embed(shell ${SHELL})
file(REMOVE ${OUTPUT}.css ${OUTPUT}.js)
file(RENAME ${OUTPUT}.new ${OUTPUT})
