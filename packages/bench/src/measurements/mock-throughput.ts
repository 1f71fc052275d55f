import type { Figure, Measurement } from '../figure.ts'
import { rawGet } from '../load/raw-request.ts'
import { runLoad } from '../load/run-load.ts'
import { median } from '../statistics.ts'
import { changeMock } from '../targets/change-mock.ts'
import { startTarget, type Target } from '../targets/target-process.ts'

const ROUNDS = 5
/** With one request at a time the load generator, not the server, would set the pace of bare node:http. */
const PIPELINE = 4
const PAYMENT = '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m'

const UNRECORDED = 'mock without its journal'
const FAULTY = 'mock with a fault that is due later'
const BESIDE = 'mock beside another world'
const CHOSEN = ['by its key', 'by the header', 'by the prefix'] as const

type Contender = { name: string; target: Target; request: string }
type Round = { perSecond: number; microsPerRequest: number }

async function measureRound({ target, request }: Contender, durationMs: number): Promise<Round> {
  const before = await target.usage()
  const load = {
    port: target.ready.port,
    request,
    connections: 16,
    pipeline: PIPELINE,
    durationMs,
  }
  const { requests, durationMs: took } = await runLoad(load)
  const after = await target.usage()
  return {
    perSecond: (requests / took) * 1_000,
    microsPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
  }
}

async function run(): Promise<Figure[]> {
  const mock = await startTarget('mock.ts')
  const authorization = { authorization: `Key ${String(mock.ready['apiKey'])}` }
  const response = await fetch(`${String(mock.ready['url'])}${PAYMENT}`, { headers: authorization })
  const body = await response.text()
  if (response.status !== 200) throw new Error(`The mock returned ${response.status}: ${body}`)
  const unrecorded = await startTarget('mock.ts')
  await changeMock(unrecorded.ready.port, 'PATCH', '/settings', { journal: 'off' })
  const faulty = await startTarget('mock.ts')
  await changeMock(faulty.ready.port, 'POST', '/faults', {
    match: { operation: 'platform.payments.get' },
    when: { every: 1_000_000 },
    effect: { type: 'latency', ms: 0 },
  })
  const beside = await startTarget('mock.ts')
  const world = await changeMock(beside.ready.port, 'POST', '/worlds', { name: 'one' })
  const { app } = world as { app: { api_key: string } }
  const ofWorld = { authorization: `Key ${app.api_key}` }
  const byName = { ...ofWorld, 'x-mock-world': 'one' }
  const chosen = [
    rawGet(PAYMENT, ofWorld),
    rawGet(PAYMENT, byName),
    rawGet(`/w/one${PAYMENT}`, ofWorld),
  ]
  const contenders: Contender[] = [
    { name: 'bare', target: await startTarget('bare-http.ts', [body]), request: rawGet(PAYMENT) },
    {
      name: 'express',
      target: await startTarget('bare-express.ts', [body]),
      request: rawGet(PAYMENT),
    },
    { name: 'mock', target: mock, request: rawGet(PAYMENT, authorization) },
    { name: UNRECORDED, target: unrecorded, request: rawGet(PAYMENT, authorization) },
    { name: FAULTY, target: faulty, request: rawGet(PAYMENT, authorization) },
    { name: BESIDE, target: beside, request: rawGet(PAYMENT, authorization) },
    ...chosen.map((request, place) => ({
      name: `world ${CHOSEN[place]}`,
      target: beside,
      request,
    })),
  ]
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await measureRound(contender, 2_000)
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) {
      rounds.get(contender.name)?.push(await measureRound(contender, 3_000))
    }
  }
  await Promise.all([...new Set(contenders.map(({ target }) => target))].map((each) => each.stop()))
  return toFigures(rounds)
}

function toFigures(rounds: Map<string, Round[]>): Figure[] {
  const middle = (name: string, key: keyof Round) =>
    median((rounds.get(name) ?? []).map((round) => round[key]))
  const figures = [...rounds.keys()].map((name) => ({
    name: `GET payment, ${name}`,
    value: `${Math.round(middle(name, 'perSecond'))} /s`,
    note: `${middle(name, 'microsPerRequest').toFixed(1)} µs CPU a request`,
  }))
  const ratio = (name: string) => middle(name, 'perSecond') / middle('bare', 'perSecond')
  /** Rounds that followed each other share what else the machine does. */
  const compare = (name: string, other: string) => {
    const others = rounds.get(other) ?? []
    const ratios = (rounds.get(name) ?? []).map(
      ({ perSecond }, round) => perSecond / (others[round]?.perSecond ?? Number.NaN),
    )
    return median(ratios)
  }
  /** Of processor time, which what else the machine does changes less. */
  const costOf = (name: string) => {
    const plain = rounds.get('mock') ?? []
    const ratios = (rounds.get(name) ?? []).map(
      ({ microsPerRequest }, round) =>
        microsPerRequest / (plain[round]?.microsPerRequest ?? Number.NaN),
    )
    return median(ratios)
  }
  const recorded = compare('mock', UNRECORDED)
  return [
    ...figures,
    { name: 'express over bare node:http', value: ratio('express').toFixed(2) },
    {
      name: 'mock over bare node:http',
      value: ratio('mock').toFixed(2),
      budget: '≥ 0.45',
      met: ratio('mock') >= 0.45,
    },
    {
      name: 'mock with its journal over mock without',
      value: recorded.toFixed(2),
      budget: '≥ 0.90',
      met: recorded >= 0.9,
    },
    { name: 'mock with a fault over mock without', value: compare(FAULTY, 'mock').toFixed(2) },
    {
      name: `processor time of a ${BESIDE}, over one alone`,
      value: costOf(BESIDE).toFixed(2),
      budget: '≤ 1.02',
      met: costOf(BESIDE) <= 1.02,
    },
    // Besides the choice: V8 makes better code for functions that were made once than for those of several apps.
    ...CHOSEN.map((way) => ({
      name: `processor time of a world ${way}, over one alone`,
      value: costOf(`world ${way}`).toFixed(2),
    })),
  ]
}

export const mockThroughput: Measurement = {
  name: 'mock-throughput',
  title: 'Mock: GET payment with auth and validation, against bare node:http with the same bytes',
  run,
}
