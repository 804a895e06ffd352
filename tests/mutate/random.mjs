// SPDX-License-Identifier: AGPL-3.0-or-later
// A seeded source of chance, so that a failure can be seen again: the seed is printed with it.
export function chance (seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = n => Math.floor(next() * n)
  const one = list => list[below(list.length)]
  const odds = part => next() < part
  return { below, one, odds }
}

// Texts that have broken programs before.
export const nasty = [
  '', ' ', '0', '-1', '9223372036854775807', '9223372036854775808', '-9223372036854775809', '1e309', 'NaN', '0x10',
  '00000000001', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' OR '1'='1", "'; DROP TABLE need; --",
  '" OR ""="', '*', '"', '\\', 'a* NEAR b', 'AND OR NOT', '(((((', ')', '^a', 'title:a', '-', '%', '_', '%00', '%s%s%n',
  '../../etc/passwd', '/etc/passwd', 'C:\\x', '\u0000', 'a\u0000b', '\u202e', '\ufeff', '\ud83d\ude00',
  'e\u0301'.repeat(50), '\u200f\u200d', 'ﷺ'.repeat(30), 'İ', 'ß', 'œ', 'ﬁ', 'x'.repeat(300), 'x'.repeat(5000),
  'é'.repeat(2000), ' '.repeat(4000), '\n'.repeat(500), '1'.repeat(400), ','.repeat(1000), '31/02/2026', '2026-13-45',
  '0000-00-00', '99999-01-01', '29/02/2025', '12:61', '1 250,50 €', '-0,001', '1,2,3', 'javascript:alert(1)',
  '//elsewhere.example', 'http://[::1',
  'https://' + 'a.'.repeat(200), 'a@b', '@', 'a@' + 'b'.repeat(300) + '.fr',
  '\r\nSet-Cookie: a=b', '{{need.title}}', '{"a":1}', '[1,2]', 'null', 'true', '59350', '59', 'FR', '552081317',
  '55208131766522'
]
