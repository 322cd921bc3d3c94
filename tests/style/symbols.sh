#!/bin/sh
# Below cli/ nothing prints, exits, reads files, the clock, the environment or the locale, and nothing is a mutable
# global: told by the symbols that the objects of the library ask for and define.
#   symbols.sh LIBRARY
set -eu
library=$1

forbidden='printf|vprintf|fprintf|vfprintf|dprintf|puts|putchar|fputs|fputc|fwrite|fflush|perror|stdout|stderr|stdin|
__printf_chk|__fprintf_chk|__vprintf_chk|__vfprintf_chk|
exit|_exit|_Exit|quick_exit|atexit|signal|raise|
fopen|freopen|open|open64|openat|creat|read|write|fread|getline|opendir|stat|lstat|unlink|rename|tmpfile|mkstemp|
time|clock|clock_gettime|gettimeofday|localtime|gmtime|sleep|nanosleep|
getenv|secure_getenv|setenv|putenv|setlocale|uselocale|newlocale|localeconv|
strtod|strtof|atof|atoi|atol|sprintf|strcpy|strcat|gets|rand|srand|random|system|popen|fork|pthread_create'
pattern=$(printf '%s' "$forbidden" | tr -d '\n')

# base/number.c asks for the locale to undo it: it reads numbers the same way in each.
asked=$(nm -A --undefined-only "$library" | sed 's/@.*//' | grep -E " U ($pattern)\$" |
    grep -v -E 'src_base_number\.c\.o: *U (strtod|localeconv)$' || true)
globals=$(objdump -t "$library" |
    awk '/file format/ { object = $1 } / O \.(data|bss)\t/ { print object, $NF }
         / \.(tdata|tbss)\t/ && !/ d +\.t/ { print object, $NF }
         / O \.(data|bss)\.[A-Za-z_]/ && !/\.data\.rel\.ro/ { print object, $NF }' || true)
n=$(nm -A --defined-only "$library" | grep -c ' T ') || true

if [ -n "$asked" ]; then
    echo 'The library asks for what only cli/ may use:'
    printf '%s\n' "$asked" | sed 's/^/  /'
fi
if [ -n "$globals" ]; then
    echo 'The library has mutable globals:'
    printf '%s\n' "$globals" | sed 's/^/  /'
fi
echo "$n functions of the library looked at"
[ -z "$asked$globals" ] && [ "$n" -gt 0 ]
