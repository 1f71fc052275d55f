/**
 * Histories on which each mutant fails and the product passes. A change of the simulator draws other histories:
 * `pnpm sim --mutants` searches anew.
 */
export const mutantSeeds: Readonly<Record<string, readonly number[]>> = {
  'rebuild-on-any-error': [4, 7, 9, 10],
  'rebuild-on-404-no-books': [155, 164, 181, 240],
  'rebuild-on-bad-seq-no-books': [51, 164, 240, 293],
  'local-expiry-no-books': [293, 547, 572, 650],
  'rebuild-on-404': [28, 251, 586, 909],
  'rebuild-on-bad-seq': [12, 24, 50, 118],
  'local-expiry': [28, 251, 586, 909],
  'adopt-any': [62, 63, 65, 73],
  'cancel-without-evidence': [28, 119, 201, 251],
  'local-clock': [20, 21, 68, 115],
  'database-counter': [4, 7, 9, 19],
  'no-fence-no-cas-no-books': [3, 124, 151, 159],
  'other-sequence': [6, 8, 11, 17],
  'rebuild-on-404-channels': [51, 84, 96, 119],
  channels: [128, 1427],
  'wait-for-a-consumer': [14, 96, 108, 112],
  'no-books-after-rollback': [4, 17, 20, 25],
}
