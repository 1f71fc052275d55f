import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alohaErrors, commonAlohaErrors } from '../src/aloha/index.ts'
import { chainProblems } from '../src/chain/index.ts'
import { controlErrors } from '../src/control/index.ts'
import { errorEvidence, operationEvidence, type Evidence } from '../src/evidence/index.ts'
import {
  commonPlatformErrors,
  notificationErrors,
  platformErrors,
  verificationErrors,
} from '../src/platform/index.ts'
import { walletErrors } from '../src/wallet/index.ts'
import { operations } from './contract-operations.ts'

const rows: [string, Evidence][] = [
  ...Object.values(operationEvidence).flatMap((table) => Object.entries(table)),
  ...Object.values(errorEvidence).flatMap((table) => Object.entries(table)),
]

test.each(operations.map((each) => [`${each.api} ${each.name}`, each] as const))(
  '%s and each of its errors have evidence',
  (_, { api, name, errors, notificationErrors: sentences }) => {
    expect(Object.keys(operationEvidence[api])).toContain(name)
    expect(Object.keys(errorEvidence[api])).toEqual(expect.arrayContaining([...errors]))
    expect(Object.keys(errorEvidence.notification)).toEqual(expect.arrayContaining([...sentences]))
  },
)

test('evidence names the operations of the contracts, and no other', () => {
  for (const [api, table] of Object.entries(operationEvidence)) {
    const names = operations.filter((each) => each.api === api).map((each) => each.name)
    expect(Object.keys(table).sort()).toEqual(names.sort())
  }
})

test.each([
  ['platform', platformErrors],
  ['notification', notificationErrors],
  ['aloha', alohaErrors],
  ['chain', chainProblems],
  ['control', controlErrors],
  ['wallet', walletErrors],
] as const)('each row of the %s error table has evidence, and no other', (table, errors) => {
  expect(Object.keys(errorEvidence[table]).sort()).toEqual(Object.keys(errors).sort())
})

test('the codes of every operation and the verification errors have evidence', () => {
  expect(Object.keys(errorEvidence.platform)).toEqual(
    expect.arrayContaining([...commonPlatformErrors]),
  )
  expect(Object.keys(errorEvidence.aloha)).toEqual(expect.arrayContaining([...commonAlohaErrors]))
  expect(Object.keys(errorEvidence.verification)).toEqual([...verificationErrors])
})

test.each(rows)('the evidence of %s names its source in words', (_, { source, note }) => {
  expect(source.length).toBeGreaterThan(8)
  // Short keys of research notes mean nothing to a reader.
  expect(`${source} ${note ?? ''}`).not.toMatch(/\b(I#\d|ruby#\d|pion(?!-mcp)|pjs|TEC|seed\d)\b/)
})

test('evidence of level assumed says which parts are', () => {
  const silent = rows.filter(([, each]) => each.level === 'assumed' && each.assumed == null)
  expect(silent.map(([name]) => name)).toEqual([])
})

test('nothing is captured whose code or fields are assumed', () => {
  const captured = rows.filter(([, each]) => each.level === 'captured')
  expect(captured.filter(([, { assumed = [] }]) => assumed.includes('body'))).toEqual([])
})

// By hand, from public issues: the responses that someone has seen on the wire.
test('the captured platform errors are these', () => {
  const captured = Object.entries(errorEvidence.platform).filter(([, e]) => e.level === 'captured')
  expect(captured.map(([code]) => code).sort()).toEqual([
    'forbidden',
    'invalid_authorization',
    'invalid_metadata',
    'missing_scope',
    'payment_not_found',
    'payment_tx_present',
    'user_not_found',
    'verification_failed',
  ])
})

test('nothing that is bundled into the client imports the evidence', () => {
  const src = join(import.meta.dirname, '../src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('evidence'),
  )
  expect(files).toContain('index.ts')
  const importing = files.filter((file) =>
    /from '[^']*evidence/.test(readFileSync(join(src, file), 'utf8')),
  )
  expect(importing).toEqual([])
})
