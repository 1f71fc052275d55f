/**
 * Histories on which each mutant fails and the product passes. A change of the simulator draws other histories:
 * `pnpm sim --mutants` searches anew.
 */
export const mutantSeeds: Readonly<Record<string, readonly number[]>> = {
  'rebuild-on-any-error': [4, 5, 6, 7],
  'rebuild-on-404-no-books': [7, 24, 32, 81],
  'rebuild-on-bad-seq-no-books': [5, 24, 33, 81],
  'local-expiry-no-books': [81, 130, 256, 778],
  'rebuild-on-404': [372, 590, 994, 1105],
  'rebuild-on-bad-seq': [5, 8, 15, 22],
  'local-expiry': [372, 590, 994, 1453],
  'adopt-any': [20, 26, 29, 50],
  'cancel-without-evidence': [74, 119, 151, 160],
  'local-clock': [4, 20, 68, 115],
  'database-counter': [4, 7, 9, 19],
  'no-fence-no-cas-no-books': [3, 48, 49, 60],
  'other-sequence': [7, 8, 11, 26],
  'wait-for-a-consumer': [47, 96, 186, 245],
  'no-books-after-rollback': [1, 2, 4, 6],
}
