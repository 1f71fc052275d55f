import { createRunner, type LimitCalls } from '../../src/payouts/worker/runner.ts'
import type { Alarm } from '../../src/payouts/model/ports.ts'
import type { Rules } from '../../src/payouts/protocol/rules.ts'
import { createWaitForFinal } from '../../src/a2u/wait-for-final.ts'
import { countCalls } from '../check/call-bound.ts'
import type { RunningProxy } from './clients.ts'
import { faultyPorts } from './faulty-ports.ts'
import { createSimProcess, type Crash } from '../kernel/process.ts'
import type { SimWorld } from './sim-world.ts'

/** Where the first process of the first instance dies, and when it is started again. */
export type CrashPlan = { at: (call: string) => Crash | undefined; restartMs: number }

/** The proxies of a history: each is started again after it was killed, as another process. */
export type Instances = {
  /** After the history: Node keeps everything that listens to a signal of several until one of them aborts. */
  forget(): void
  start(index: number): void
  /** SIGKILL, and a new process some time later. */
  kill(index: number, restartMs: number): void
  pause(index: number, ms: number): void
  /** All of them, for good. */
  stop(): void
  /** SIGTERM: it lets go of the lane, and is replaced. */
  restart(index: number): void
  proxies(): RunningProxy[]
  kills(): number
}

export function createInstances(
  world: SimWorld,
  options: {
    skewMs: number
    rulesFor: (clock: { now: () => number }) => Rules
    /** Instead of the product's budget of calls. */
    limitCalls?: LimitCalls | undefined
    crash: CrashPlan | undefined
    /** Names of processes begin with it. */
    prefix?: string
  },
): Instances {
  const { scheduler, random, trace, fail } = world
  const { crash, rulesFor, limitCalls, skewMs, prefix = 'p' } = options
  const running: ({ proxy: RunningProxy; stop: AbortController } | undefined)[] = []
  const stops: AbortController[] = []
  let starts = 0
  let kills = 0
  let isStopped = false

  const start = (index: number) => {
    starts += 1
    const name = `${prefix}${index}.${starts}`
    const process = createSimProcess(name, scheduler, {
      // As far off as the history allows, either way, or somewhere between.
      skewMs: random.pick([-skewMs, skewMs, random.between(-skewMs, skewMs)]),
      ...(crash != null &&
        starts === 1 && { crashAt: crash.at, onCrash: () => kill(index, crash.restartMs) }),
    })
    const ports = countCalls(faultyPorts(process, world), {
      now: scheduler.now,
      settings: world.settings,
      fail: (detail) => fail('I11', `${name}: ${detail}`),
    })
    const clock = { now: process.now, sleep: process.sleep }
    const alarms = {
      raise: (alarm: Alarm) => {
        trace?.(() => `${name} ALARM ${JSON.stringify(alarm)}`)
        world.alarms.add(alarm.code).add(`${alarm.code} ${alarm.payoutId}`)
        if (alarm.code === 'books_differ') fail('I3', `${alarm.payoutId}: ${alarm.detail}`)
      },
    }
    const onFault = (error: unknown) => {
      const isOurs = error instanceof Error && error.message.startsWith('the database')
      if (!isOurs) fail('fault', error instanceof Error ? String(error.stack) : String(error))
    }
    const rules = rulesFor(clock)
    const runnerPorts = { ...ports, clock, alarms, onFault }
    const runner = createRunner(runnerPorts, world.settings, {
      owner: name,
      rules,
      ...(limitCalls && { limitCalls }),
    })
    const stop = new AbortController()
    stops.push(stop)
    const limits = { pollMs: 5_000, most: 200, mostPerPayout: 5, onFault }
    const waitForFinal = createWaitForFinal(ports.store, clock, limits)
    running[index] = { proxy: { process, ports, wake: runner.wake, waitForFinal }, stop }
    runner.run(stop.signal).catch(onFault)
    trace?.(() => `${name} starts`)
  }

  const kill = (index: number, restartMs: number) => {
    const instance = running[index]
    if (instance == null) return
    trace?.(() => `${instance.proxy.process.name} is killed`)
    kills += 1
    instance.proxy.process.kill()
    running[index] = undefined
    scheduler.after(restartMs, () => {
      if (!isStopped && running[index] == null) start(index)
    })
  }

  return {
    start,
    kill,
    pause(index, ms) {
      trace?.(() => `${prefix}${index} is paused for ${Math.round(ms)} ms`)
      running[index]?.proxy.process.pause(ms)
    },
    restart(index) {
      const instance = running[index]
      instance?.stop.abort('SIGTERM')
      scheduler.after(2_000, () => {
        if (running[index] === instance) kill(index, 0)
      })
    },
    stop() {
      isStopped = true
      for (const index of running.keys()) kill(index, 0)
    },
    forget() {
      for (const stop of stops) stop.abort('over')
    },
    proxies() {
      const proxies: RunningProxy[] = []
      for (const instance of running) if (instance != null) proxies.push(instance.proxy)
      return proxies
    },
    kills: () => kills,
  }
}
