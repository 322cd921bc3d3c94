/* cmocka, and an arena for each test: cmocka_unit_test_setup_teardown(test_x, open_arena, close_arena). */
#ifndef TESTS_SUPPORT_ARENA_H
#define TESTS_SUPPORT_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"

static hum_arena *a;

static int open_arena(void **state)
{
    (void)state;
    a = hum_arena_new(NULL);
    return a ? 0 : 1;
}

static int close_arena(void **state)
{
    (void)state;
    hum_arena_close(&a);
    return 0;
}

#endif
