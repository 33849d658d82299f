#include "text/charset_name.h"

#include <cstdio>
#include <uchardet/uchardet.h>

namespace
{
struct detector {
    uchardet_t handle = uchardet_new();
    detector() = default;
    detector(const detector &) = delete;
    detector &operator=(const detector &) = delete;
    ~detector()
    {
        if (handle != nullptr) {
            uchardet_delete(handle);
        }
    }
};
} // namespace

int lt_charset_name(const lt_byte_window *windows, size_t count, char ret_name[LT_CHARSET_NAME_SIZE])
{
    try {
        detector asked;
        if (asked.handle == nullptr) {
            return LEITONG_EMEMORY;
        }
        for (size_t i = 0; i < count; i++) {
            const char *bytes = reinterpret_cast<const char *>(windows[i].bytes);
            if (uchardet_handle_data(asked.handle, bytes, windows[i].size) != 0) {
                return LEITONG_EMEMORY;
            }
        }
        uchardet_data_end(asked.handle);
        std::snprintf(ret_name, LT_CHARSET_NAME_SIZE, "%s", uchardet_get_charset(asked.handle));
        return 0;
    } catch (...) { /* std::bad_alloc; uchardet throws nothing else */
        return LEITONG_EMEMORY;
    }
}
