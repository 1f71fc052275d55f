import { setTimeout } from 'node:timers/promises'
import type { Random } from '../testkit/random.ts'
import type { ChaosOptions } from './options.ts'
import type { KillPoint, Linked } from './start-instances.ts'
import type { Restores } from './restores.ts'
import type { ChaosDatabase } from './start-database.ts'

/** An event that is late by so much happens although nothing moved meanwhile. */
const MAX_WAIT_MS = 8_000
/** PGlite needs a second to open: a process that never lives longer pays no one. */
const MAX_LIFE_MS = 1_200
/** A kill in the middle of a call waits so long for one. */
const MAX_TRAP_MS = 1_500

type Kind = 'kill' | 'pause' | 'restart' | 'second opener' | 'backup' | 'restore'
type World = {
  options: ChaosOptions
  random: Random
  instances: readonly Linked[]
  database: ChaosDatabase
  restores: Restores
  ended: () => number
  isOver: () => boolean
  count: (what: string) => void
  onKill: (at: number, wasWorking: boolean) => void
  onSecondOpener: (result: 'refused' | 'let in') => void
}

/** Kills, pauses, restarts and restores, spread over the payouts that have ended; the last ones while some are still open. */
export async function injectProcessFaults(world: World): Promise<void> {
  const { options, ended } = world
  let killsLeft = options.kills
  const pauses: Promise<void>[] = []
  for (const { kind, after } of planEvents(world)) {
    if (kind === 'kill' && killsLeft === 0) continue
    const until = Date.now() + MAX_WAIT_MS
    const isWaiting = () => ended() < after && Date.now() < until
    while (isWaiting() && !world.isOver()) await setTimeout(25)
    if (world.isOver()) break
    if (kind === 'restart') await restart(world)
    else if (kind === 'second opener') await openTwice(world)
    else if (kind === 'backup') await world.restores.backUp()
    else if (kind === 'restore') await world.restores.putBack()
    else {
      const target = await pickUp(world)
      if (target == null) break
      if (kind === 'kill') killsLeft -= await kill(world, target, killsLeft)
      else {
        pauses.push(pause(world, target))
      }
    }
  }
  await Promise.all(pauses)
}

function planEvents({ options, random }: World): { kind: Kind; after: number }[] {
  const { kills, stops, restarts, payouts, open, pglite } = options
  const all: Record<Exclude<Kind, 'backup' | 'restore'>, number> = {
    kill: kills,
    pause: stops,
    restart: restarts,
    'second opener': pglite ? Math.ceil(kills / 10) : 0,
  }
  const last = Math.max(payouts / 2, payouts - open)
  // Two kills and more at a time, so that the one that takes over dies as well.
  const moments = Array.from({ length: Math.ceil(kills / 2) }, () => random.unit() * last)
  const afterOf = (kind: Kind) =>
    (kind === 'kill' ? moments[random.int(0, moments.length - 1)] : undefined) ??
    random.unit() * last
  const anyOrder = Object.entries(all)
    .flatMap(([kind, count]) =>
      // The keys are those of the record above.
      Array.from({ length: count }, () => kind as Kind),
    )
    .map((kind) => ({ kind, after: afterOf(kind) }))
  return [...anyOrder, ...planRestores(options.restores, random, last)].sort(
    (a, b) => a.after - b.after,
  )
}

/** Each copy is put back before the next one is made. */
function planRestores(restores: number, random: Random, last: number) {
  return Array.from({ length: restores }, (_, i) => {
    const within = (share: number) => (last * (i + share)) / restores
    return [
      { kind: 'backup' as const, after: within(random.between(0.1, 0.4)) },
      { kind: 'restore' as const, after: within(random.between(0.5, 0.8)) },
    ]
  }).flat()
}

async function restart({ random, database, count }: World): Promise<void> {
  const isCrash = random.chance(0.5)
  if (isCrash) await database.crash()
  else await database.restart()
  count(isCrash ? 'Postgres killed and started' : 'Postgres stopped and started')
}

/** Only says something when the first one was there all the time. */
async function openTwice(world: World): Promise<void> {
  const first = await pickUp(world)
  const starts = first?.starts()
  const result = await world.database.openTwice()
  if (first?.isUp() === true && first.starts() === starts) world.onSecondOpener(result)
}

/**
 * At any moment, or at one that matters: when a write to Pi or the chain is on its way, or has just arrived.
 * Now and then all others die with it, as when the power fails. Returns how many were killed, at most `max`.
 */
async function kill(world: World, target: Linked, max: number): Promise<number> {
  const { random, instances, options, count } = world
  const others = random.chance(0.2) ? instances.filter((each) => each !== target) : []
  const victims = [target, ...others.filter((each) => each.isUp())].slice(0, max)
  const act = (when: string) => {
    world.onKill(Date.now(), victims.includes(lastWorker(instances) ?? target))
    for (const victim of victims) {
      victim.kill()
      count(`SIGKILL ${when}${victims.length > 1 ? ', all at once' : ''}`)
    }
  }
  if (options.pglite) await setTimeout(random.int(0, MAX_LIFE_MS))
  const point = random.pick<KillPoint | 'now'>(['before delivery', 'after delivery', 'now', 'now'])
  if (point === 'now') {
    act('at any moment')
  } else {
    const trap = target.arm(point, () => act(`${point} of a write`))
    const until = Date.now() + MAX_TRAP_MS
    while (trap.isArmed() && Date.now() < until) await setTimeout(10)
    if (trap.disarm()) act('at any moment')
  }
  return victims.length
}

/** Counts once the process went on after its pause: one that was killed meanwhile proves nothing. */
async function pause({ options, count }: World, target: Linked): Promise<void> {
  const lasted = await target.pause(2 * options.leaseMs)
  count(lasted ? 'SIGSTOP' : 'SIGSTOP of a process that was killed meanwhile')
}

/** More often than not the one that is paying. */
async function pickUp({ random, instances, isOver }: World) {
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
