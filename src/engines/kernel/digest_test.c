/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The vectors of FIPS 180-4. */
#include "engines/kernel/digest.h"
#include "main/testing.h"

static void check(const char *text, size_t times, const char *expected)
{
    struct digest digest = digest_begin();
    char out[DIGEST_TEXT];
    for (size_t i = 0; i < times; i++)
        digest_text(&digest, text);
    digest_end_text(&digest, out);
    assert_string_equal(out, expected);
}

static void digests_are_those_of_the_standard(void **state)
{
    check("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check("aaaaaaaaaa", 100000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    check("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffff", 1,
          "d0097364dd01069a6abc4273195f269b77adce29ddae3814e28af17c2cfe582f");
}

const struct CMUnitTest digest_tests[] = {PLAIN("digests are those of the standard", digests_are_those_of_the_standard),
                                          {0}};
