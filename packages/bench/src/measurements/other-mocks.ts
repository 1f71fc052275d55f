import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure, Measurement } from '../figure.ts'
import type { AnyLoadJob, AnyLoadResult } from '../load/any-generator.ts'
import { machineLoad } from '../machine-load.ts'
import { prepareContenders, type Contender } from '../other-mocks/contenders.ts'
import { runServer, type RunningServer } from '../other-mocks/run-server.ts'
import { median } from '../statistics.ts'

const ROUNDS = 5
const LOAD = { connections: 16, durationMs: 3_000 }
const WARM_UP_MS = 2_000
const generator = fileURLToPath(new URL('../load/any-generator.ts', import.meta.url))
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

type Round = {
  startMs: number
  startBytes: number
  loadedBytes: number
  perSecond: number
  microsPerRequest: number
}

async function putLoad(server: RunningServer, requests: readonly string[], durationMs: number) {
  const { connections } = LOAD
  const job: AnyLoadJob = { port: server.port, requests, connections, durationMs }
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(job)])
  const result = JSON.parse(stdout) as AnyLoadResult
  if (result.errors > 0) throw new Error(`${result.errors} responses were wrong under load`)
  return result
}

/** A server of its own for each round: start, memory and load belong to the same one. */
async function measureRound({ start, requests: requestsOf }: Contender): Promise<Round> {
  const server = await runServer(start)
  try {
    const startBytes = await server.residentBytes()
    const texts = await requestsOf(`http://127.0.0.1:${server.port}`)
    await putLoad(server, texts, WARM_UP_MS)
    const before = await server.cpuMicros()
    const { requests, durationMs } = await putLoad(server, texts, LOAD.durationMs)
    const after = await server.cpuMicros()
    return {
      startMs: server.startMs,
      startBytes,
      loadedBytes: await server.residentBytes(),
      perSecond: (requests / durationMs) * 1_000,
      microsPerRequest: (after - before) / requests,
    }
  } finally {
    await server.stop()
  }
}

async function* run(): AsyncGenerator<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  try {
    const prepared = await prepareContenders(folder)
    const contenders = prepared.flatMap((each) => (each.ok ? [each.contender] : []))
    yield prepared.flatMap((each) => (each.ok ? [] : [notMeasured(each.name, each.reason)]))
    yield contenders.map(({ name, does, note }) => ({
      name,
      value: '',
      note: note == null ? does : `${does}; ${note}`,
    }))
    const { rounds, failures } = await measureAll(contenders)
    yield [...failures].map(([name, reason]) => notMeasured(name, reason))
    yield toFigures(rounds)
    yield [machineLoad()]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** They take turns. One that fails is left out from then on, with the reason. */
async function measureAll(contenders: readonly Contender[]) {
  const rounds = new Map<string, Round[]>()
  const failures = new Map<string, string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) {
      const { name } = contender
      if (failures.has(name)) continue
      try {
        const measured = await measureRound(contender)
        rounds.set(name, [...(rounds.get(name) ?? []), measured])
      } catch (error) {
        failures.set(name, error instanceof Error ? error.message : String(error))
        rounds.delete(name)
      }
    }
  }
  return { rounds, failures }
}

function notMeasured(name: string, reason: string): Figure {
  return { name, value: 'not measured', note: reason }
}

function toFigures(rounds: ReadonlyMap<string, readonly Round[]>): Figure[] {
  const ours = rounds.get('mock-pi')
  const figures = [...rounds].map(([name, own]) => {
    const middle = (key: keyof Round) => median(own.map((each) => each[key]))
    const over = (key: keyof Round) =>
      ours == null ? '' : `${(median(ours.map((each) => each[key])) / middle(key)).toFixed(2)}`
    return [
      {
        name: `${name}: start`,
        value: `${middle('startMs').toFixed(0)} ms`,
        note: over('startMs'),
      },
      {
        name: `${name}: memory after the start`,
        value: megabytes(middle('startBytes')),
        note: over('startBytes'),
      },
      {
        name: `${name}: memory after the load`,
        value: megabytes(middle('loadedBytes')),
        note: over('loadedBytes'),
      },
      {
        name: `${name}: requests`,
        value: `${Math.round(middle('perSecond'))} /s`,
        note: `${over('perSecond')}; ${middle('microsPerRequest').toFixed(0)} µs CPU a request`,
      },
    ]
  })
  return figures.flat()
}

export const otherMocks: Measurement = {
  name: 'other-mocks',
  title:
    'Mock: start, memory and requests beside other mocks; in brackets mock-pi over this one (what the journal and faults cost is in mock-throughput)',
  run,
}
