import { setTimeout } from 'node:timers/promises'
import type { Random } from '../sim/random.ts'
import type { ChaosOptions } from './options.ts'
import type { Linked } from './start-instances.ts'
import type { ChaosDatabase } from './start-world.ts'

/** An event that is late by so much happens although nothing moved meanwhile. */
const MOST_WAIT_MS = 4_000

/** Kills, pauses and restarts, spread over the payouts that are settled; the last ones before the load ends. */
export async function disturb(world: {
  options: ChaosOptions
  random: Random
  instances: readonly Linked[]
  database: ChaosDatabase
  settled: () => number
  isOver: () => boolean
  count: (what: string) => void
  onKill: (at: number, wasWorking: boolean) => void
}): Promise<void> {
  const { options, random, instances, database, settled, count } = world
  const { kills, stops, restarts, payouts } = options
  const kinds = { kill: kills, pause: stops, restart: restarts }
  const events = Object.entries(kinds)
    .flatMap(([kind, times]) => Array.from({ length: times }, () => kind))
    .map((kind) => ({ kind, after: random.unit() * payouts * 0.9 }))
    .sort((a, b) => a.after - b.after)
  const pauses: Promise<void>[] = []
  for (const { kind, after } of events) {
    const until = Date.now() + MOST_WAIT_MS
    const isWaiting = () => settled() < after && Date.now() < until
    while (isWaiting() && !world.isOver()) await setTimeout(25)
    if (world.isOver()) break
    if (kind === 'restart') await database.restart()
    else {
      const target = await pickUp(random, instances, world.isOver)
      if (target == null) break
      if (kind === 'pause') pauses.push(target.pause(2 * options.leaseMs))
      else {
        world.onKill(Date.now(), target === lastWorker(instances))
        target.kill()
      }
    }
    count(kind === 'kill' ? 'SIGKILL' : kind === 'pause' ? 'SIGSTOP' : 'Postgres restart')
  }
  await Promise.all(pauses)
}

/** More often than not the one that is paying. */
async function pickUp(random: Random, instances: readonly Linked[], isOver: () => boolean) {
  for (;;) {
    const up = instances.filter((instance) => instance.isUp())
    const worker = lastWorker(up)
    if (worker != null) return random.chance(0.5) ? worker : up[random.int(0, up.length - 1)]
    if (isOver()) return undefined
    await setTimeout(25)
  }
}

function lastWorker(instances: readonly Linked[]): Linked | undefined {
  return [...instances].sort((a, b) => b.lastWorkAt() - a.lastWorkAt())[0]
}
