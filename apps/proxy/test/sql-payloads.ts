/** Texts that end a string, a statement or a line where parameters are not used. */
export const sqlPayloads = [
  "' OR '1'='1",
  "'; DROP TABLE u2a_payment; --",
  "x'); DELETE FROM client; --",
  '" OR ""="',
  '\\',
  "\\'; SELECT pg_sleep(5); --",
  '$1',
  '$$; DROP TABLE client; $$',
  '%',
  '%_',
  '/* */',
  '${1+1}',
  "' UNION SELECT digest FROM api_key --",
  'NULL;',
  "E'\\x27'",
  '\u2019; DROP TABLE client',
]
