import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import { expect, onTestFinished, test } from 'vitest'
import { collectDrivers } from '../src/evidence/collect-drivers.ts'
import { conformanceDrivers } from '../src/evidence/conformance-drivers.ts'
import { declaredDrivers } from '../src/evidence/declared-drivers.ts'
import { declaredTests } from '../src/evidence/declared-tests.ts'
import type { DriverTables } from '../src/evidence/driver-rows.ts'
import { evidencePage } from '../src/evidence/evidence-page.ts'
import { fixtureDrivers } from '../src/evidence/fixture-drivers.ts'

const root = new URL('../../../', import.meta.url)
const tables = collectDrivers(root)
const page = evidencePage(tables)
const levels = ['assumed', 'inferred', 'documented', 'captured']

/** A repository with one test. */
async function repositoryWith(text: string): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'evidence-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'pay.test.ts'), text)
  return pathToFileURL(`${folder}/`)
}

test('a declared test that does not hold its text any more is refused, with file and text', async () => {
  const declared = [
    {
      kind: 'tests' as const,
      file: 'pay.test.ts',
      operations: { platform: { 'payments.create': 'pi.create' } },
    },
  ]
  const by = (text: string) => repositoryWith(text).then((at) => declaredDrivers(at, declared))

  expect(await by('await pi.create(payment)')).toMatchObject([
    { table: 'platform', row: 'payments.create', kind: 'tests', by: 'pay.test.ts' },
  ])
  const message = 'pay.test.ts does not hold "pi.create", which is declared for it'
  await expect(by('await pi.createPayment(payment)')).rejects.toThrow(message)
  await expect(by('await api.create(payment)')).rejects.toThrow(message)
})

test('a declared test that is gone is refused, beside a helper too', async () => {
  const at = await repositoryWith('')
  const gone = { kind: 'tests' as const, file: 'gone.test.ts' }
  expect(() => declaredDrivers(at, [gone])).toThrow('gone.test.ts')
  expect(() => declaredDrivers(at, [{ ...gone, helper: 'pay.test.ts' }])).toThrow('gone.test.ts')
})

test('official clients are dependencies that come from npm, and their tests load them', async () => {
  const app = JSON.parse(await readFile(new URL('apps/mock-pi/package.json', root), 'utf8'))
  const clients = new Set(declaredTests.flatMap(({ client = [] }) => client))
  expect([...clients].sort()).toEqual(['@stellar/stellar-sdk', 'pi-backend'])
  for (const client of clients) {
    expect({ ...app.dependencies, ...app.devDependencies }[client]).toBe('catalog:')
  }
})

test('a case that makes up its inputs is a property test, one that takes several errors proves none', () => {
  const of = (row: string, by: string) =>
    conformanceDrivers().filter((each) => each.row === row && each.by === by)

  expect(of('payments.get', 'payments.get/any-walk')).toMatchObject([{ kind: 'properties' }])
  expect(of('payments.get', 'payments.get/authorization')).toMatchObject([{ kind: 'conformance' }])
  const several = of('missing_txid', 'payments.complete/without-a-txid')
  expect(several).toMatchObject([{ kind: 'amongOthers', table: 'platform' }])
  const recorded = of('invalid_authorization', 'payments.approve/authorization')
  expect(recorded[0]).toMatchObject({ kind: 'conformance', table: 'platform' })
})

test('recorded exchanges count for their operation and their errors, unless nothing sends them today', () => {
  const drivers = fixtureDrivers(wireExchanges)
  const rowsOf = (name: string) =>
    drivers.filter(({ by }) => by === name).map(({ table, row }) => `${table} ${row}`)

  expect(rowsOf('platform-payments-complete-tx-memo-payment-identifier-mismatch')).toEqual([
    'platform payments.complete',
    'platform verification_failed',
    'verification tx_memo_payment_identifier_mismatch',
  ])
  expect(rowsOf('platform-notifications-notify-quota')).toEqual([
    'platform notifications.notify',
    'notification quota_exceeded',
  ])
  expect(rowsOf('chain-transaction-not-found')).toEqual(['chain transaction', 'chain not_found'])
  expect(rowsOf('legacy-payment-2022')).toEqual([])
})

test('every operation and every error is on the page', () => {
  const { control: _c, wallet: _w, ...operations } = operationEvidence
  const { control: _ce, wallet: _we, ...errors } = errorEvidence
  for (const name of Object.values(operations).flatMap((table) => Object.keys(table))) {
    expect(page).toContain(`#### ${name}\n`)
  }
  for (const code of Object.values(errors).flatMap((table) => Object.keys(table))) {
    expect(page).toMatch(new RegExp(`^- \`(\\w+: )?${code}\`: \\*\\*`, 'm'))
  }
})

test('what is not proven comes first, on the page and in each of its lists', () => {
  const titles = page.split('\n').filter((line) => line.startsWith('## '))
  expect(titles).toEqual([
    '## Not proven',
    '## Platform API',
    '## Blockchain API (Horizon)',
    '## aloha-pi API',
  ])
  const listsOfErrors = page.split('### Errors').slice(1)
  expect(listsOfErrors).toHaveLength(3)
  for (const list of listsOfErrors) {
    const entries = [...list.matchAll(/^- `.+?`: \*\*(\w+).*\n {2}- (.+)$/gm)]
    expect(entries).toHaveLength(list.match(/^- `/gm)?.length ?? 0)
    const ranks = entries.map(([, level = '', drivers = '']) => {
      const driven = !/^(no test|cases that accept other errors)/.test(drivers)
      return (driven ? 10 : 0) + levels.findIndex((each) => level === each)
    })
    expect(ranks[0]).toBeLessThan(10)
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
  }
})

test('what loses its last test is named before all else', () => {
  const chain = { ...tables.operations.chain, submit: {} }
  const lost: DriverTables = { ...tables, operations: { ...tables.operations, chain } }
  const notDriven = (text: string) =>
    text.split('\n').find((line) => line.startsWith('- Blockchain API (Horizon): ')) ?? ''

  expect(notDriven(page)).not.toContain('`submit`')
  expect(notDriven(evidencePage(lost))).toContain('`submit`')
})
