import type { Unknown, UnknownCause } from '../../src/payouts/model/ports.ts'
import { noFaults, type Faults } from '../kernel/faults.ts'
import type { SimProcess } from '../kernel/process.ts'
import type { World } from './world.ts'

const TIMEOUT_MS = 15_000

/** The faults of one call, now and when it arrives. */
export function faultsOf({ strike, faults }: World, call: string): () => Faults {
  const struck = strike?.(call)
  return struck == null ? faults : () => ({ ...noFaults, ...struck })
}

export function unknown(cause: UnknownCause, retryAfterMs: number | null = null): Unknown {
  return { kind: 'unknown', cause, retryAfterMs }
}

/** One HTTP request. `arrive` runs at the server, once for each time that the request arrives. */
export function request<Result>(
  process: SimProcess,
  world: World,
  name: string,
  arrive: (faults: Faults) => Result,
): Promise<Result | Unknown> {
  const { scheduler, random, trace } = world
  return process.call<Result | Unknown>(name, (end) => {
    const current = faultsOf(world, name)
    const faults = current()
    const fail = (fault: string, ms: number, response: Unknown) => {
      world.count(fault)
      trace?.(() => `${process.name} ${name}: ${fault}`)
      scheduler.quietlyAfter(ms, () => end(response))
    }
    const there = random.between(20, 150)
    const back = random.between(20, 150)
    const place = name.startsWith('pi.') ? 'pi' : 'chain'
    if (scheduler.now() < world.phases.down[place]) {
      return fail(`${place} outage`, there, unknown('unreachable'))
    }
    const { unavailable } = world.phases
    if (unavailable?.place === place && scheduler.now() < unavailable.until) {
      if (unavailable.takesEffect) scheduler.quietlyAfter(there, () => arrive(current()))
      return fail('503', 2 * there, unknown(place === 'pi' ? 'unusable' : 'busy'))
    }
    if (random.chance(faults.refused)) return fail('refused', there, unknown('unreachable'))
    if (random.chance(faults.busy)) {
      return fail('busy', there, unknown('busy', random.chance(0.5) ? 5_000 : null))
    }
    if (random.chance(faults.requestLost))
      return fail('request lost', TIMEOUT_MS, unknown('timeout'))
    if (random.chance(faults.late)) {
      scheduler.quietlyAfter(random.between(TIMEOUT_MS, 90_000), () => arrive(current()))
      return fail('late', TIMEOUT_MS, unknown('timeout'))
    }
    if (random.chance(faults.twice)) {
      world.count('twice')
      scheduler.quietlyAfter(random.between(there, 60_000), () => arrive(current()))
    }
    scheduler.quietlyAfter(there, () => {
      const response = arrive(current())
      if (random.chance(faults.nonsense)) return fail('nonsense', back, unknown('unusable'))
      if (random.chance(faults.responseLost))
        return fail('response lost', TIMEOUT_MS, unknown('timeout'))
      trace?.(() => `${process.name} ${name} -> ${JSON.stringify(response, big)}`)
      scheduler.quietlyAfter(back, () => end(response))
    })
  })
}

export function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
