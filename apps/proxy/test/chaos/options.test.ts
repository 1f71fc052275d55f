import { expect, test } from 'vitest'
import { readOptions } from '../../chaos/options.ts'

test.each([
  ['--payouts 0', '--payouts must be at least 1'],
  ['--kills many', '--kills must be a whole number, not "many"'],
  ['--kills -1', "'--kills' argument is ambiguous"],
  ['--faults 0.9', '--faults must be a share from 0 to 0.3, not "0.9"'],
  ['--ledger-ms 10', '--ledger-ms must be at least 50'],
  ['--submit-timeout-ms 0', '--submit-timeout-ms must be at least 1'],
  ['--concurrency some', '--concurrency must be one of per-app, per-user, off, not "some"'],
  ['--pglite --stops 3', '--pglite takes one instance'],
  ['--pglite --instances 2', '--pglite takes one instance'],
  ['--pglite --restores 1', 'no --restarts and no --restores'],
  ['--restores some', '--restores must be a whole number, not "some"'],
  ['--mutant careless', '--mutant must be one of rebuild-on-any-error, not-found-is-foreign'],
  ['--mutant rebuild-on-any-error --resume x.jsonl', '--mutant cannot be used with --resume'],
  ['--report x.md', '--report needs --resume'],
  ['--floods 3', "Unknown option '--floods'"],
])('%s is refused: %s', (line, sentence) => {
  expect(() => readOptions(line.split(' '))).toThrow(sentence)
})

test('PGlite is run with one instance, and its database is not restarted', () => {
  const { options } = readOptions(['--pglite'])
  expect(options).toMatchObject({ instances: 1, stops: 0, restarts: 0, restores: 0 })
})

test('no copy is put back unless it is asked for', () => {
  expect(readOptions([]).options.restores).toBe(0)
  expect(readOptions(['--restores', '2']).options.restores).toBe(2)
})
