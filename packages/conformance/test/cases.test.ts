import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { casesOf } from '../src/cases/all-cases.ts'
import type { CallStep, ConformanceCase, Step } from '../src/model/case.ts'
import { operation, operations, type Api } from '../src/model/operations.ts'
import { generators } from '../src/properties/generators.ts'
import { callsIn } from './calls-in.ts'

const cases = [...casesOf('platform'), ...casesOf('aloha')]
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Method and place of everything else that a step sends. */
function controlsIn(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if ('control' in step) return [String(step.control)]
    if ('transfer' in step) return ['POST a transaction']
    if ('during' in step) return controlsIn(step.steps)
    if ('forAll' in step) return fc.sample(generators[step.forAll]!, 20).flatMap(controlsIn)
    return []
  })
}

const methodOf = (api: Api, step: CallStep) =>
  step.method ??
  (step.call === 'routes' ? 'GET' : operation(step.at == null ? api : 'platform', step.call).method)

test('each case has its own id, which begins with its operation', () => {
  for (const target of ['platform', 'aloha'] as const) {
    const ids = casesOf(target).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  }
  expect(cases.filter(({ id, operation }) => !id.startsWith(`${operation}/`))).toEqual([])
})

test('every case is in the list of its target', () => {
  for (const target of ['platform', 'aloha'] as const) {
    const known = new Set([...operations(target).map(({ name }) => name), 'routes'])
    expect(casesOf(target).filter(({ operation }) => !known.has(operation))).toEqual([])
  }
})

test.each(
  (['platform', 'aloha'] as const).flatMap((target) =>
    operations(target).map(({ name }) => [target, name] as const),
  ),
)('%s %s is called without a credential, and with one', (target, name) => {
  const own = casesOf(target).filter(({ operation }) => operation === name)
  expect(own.map(({ id }) => id)).toContain(`${name}/authorization`)
  const succeeds = ({ expect: { status, fixture, state } }: CallStep) =>
    status === 200 || status === 201 || state != null || fixture?.includes('incomplete') === true
  const calls = casesOf(target).flatMap(({ steps }) => callsIn(steps))
  const positive = calls.filter((step) => step.call === name && succeeds(step))
  const isTaken = calls.some(
    ({ call, expect: { status } }) =>
      call === name && Array.isArray(status) && status.includes(200) && status.includes(202),
  )
  expect(positive.length > 0 || isTaken).toBe(true)
})

test('a case that does not need to write sends nothing but reads', () => {
  const readOnly = cases.filter(({ needs }) => !needs.includes('write'))
  expect(readOnly.length).toBeGreaterThan(30)
  const writing = readOnly.filter(
    ({ target, steps }) =>
      callsIn(steps).some((step) => !READS.has(methodOf(target, step))) ||
      controlsIn(steps).length > 0,
  )
  expect(writing.map(({ id }) => id)).toEqual([])
})

test('a case that plays the user says so', () => {
  const silent = cases.filter(
    ({ needs, steps }) => controlsIn(steps).length > 0 && !needs.includes('control'),
  )
  expect(silent.map(({ id }) => id)).toEqual([])
})

test('every response in the fixtures that a live Pi can be led to give is expected by a case', () => {
  const used = new Set(
    cases.flatMap(({ steps }) =>
      allExpectations(steps).flatMap(({ fixture, fieldsOf = [] }) =>
        [fixture ?? [], fieldsOf].flat(),
      ),
    ),
  )
  const responses = wireExchanges.filter(
    ({ name, response, legacy }) => response != null && !legacy && name.startsWith('platform-'),
  )
  const unused = responses.map(({ name }) => name).filter((name) => !used.has(name))
  expect(unused).toEqual([
    // A user of the guide has fewer fields than one of today.
    'platform-me-get-documented',
    // A fault of the real server, in 2021.
    'platform-payments-complete-crash',
    // Its fields are asked for one by one: whose payment it is, the case itself decides.
    'platform-payments-create-ongoing-payment',
    'platform-payments-incomplete',
  ])
})

function allExpectations(steps: readonly Step[]) {
  return steps.flatMap((step) =>
    'race' in step
      ? step.outcomes.map(({ expect: each }) => each)
      : callsIn([step]).map(({ expect: each }) => each),
  )
}

test('no expectation comes from the tables that servers respond from', () => {
  const src = join(import.meta.dirname, '../src')
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  expect(files.length).toBeGreaterThan(60)
  const guilty = files.filter((file) =>
    /platformErrors|alohaErrors|notificationErrors|verificationErrors|piErrorToAlohaError/.test(
      readFileSync(join(src, file), 'utf8'),
    ),
  )
  expect(guilty).toEqual([])
})

test('titles are different sentences', () => {
  const short = cases.filter(({ title }: ConformanceCase) => title.split(' ').length < 4)
  expect(short.map(({ id }) => id)).toEqual([])
})
