# cmake -DINPUT=… -DOUTPUT=… -P place_tree_embed.cmake
# Writes the file as a C array.
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUTPUT}.new "static const unsigned char place_tree_text[] = {\n${bytes}\n};\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
