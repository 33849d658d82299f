/* `operator new` as test_memory wants it: it counts with the other allocations, and throws when its turn comes. What a
 * library in C++ loses when a constructor of its own throws is not ours: failing_new_forget gives it back. */
#include <cstddef>
#include <cstdlib>
#include <new>

extern "C" int memory_fails(void);
extern "C" size_t failing_new_forget(void);

namespace
{
struct alignas(std::max_align_t) block {
    block *before, *after;
};

thread_local block blocks = {&blocks, &blocks};
} // namespace

void *operator new(size_t size)
{
    block *made = memory_fails() != 0 ? nullptr : static_cast<block *>(std::malloc(sizeof(block) + size));
    if (made == nullptr) {
        throw std::bad_alloc();
    }
    made->before = &blocks;
    made->after = blocks.after;
    made->after->before = made;
    blocks.after = made;
    return made + 1;
}

void operator delete(void *memory) noexcept
{
    if (memory != nullptr) {
        block *freed = static_cast<block *>(memory) - 1;
        freed->before->after = freed->after;
        freed->after->before = freed->before;
        std::free(freed);
    }
}

void operator delete(void *memory, size_t) noexcept
{
    operator delete(memory);
}

size_t failing_new_forget(void)
{
    size_t count = 0;
    for (; blocks.after != &blocks; count++) {
        operator delete(blocks.after + 1);
    }
    return count;
}
