import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { Database } from '../stores/open-database.ts'
import { createReportFault } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { observePayouts } from './observe-payouts.ts'
import { findLaneWait } from '../payouts/store/lane-wait.ts'
import { readPayoutFigures } from '../payouts/store/payout-figures.ts'
import type { Alarm, Clock } from '../payouts/model/ports.ts'
import { alarmCodes } from '../payouts/worker/limit-alarms.ts'
import { createRunner } from '../payouts/worker/runner.ts'
import type { PayoutSettings } from '../payouts/model/settings.ts'
import { createWaitForFinal } from '../a2u/wait-for-final.ts'
import { StartRefusedError } from './start-refused-error.ts'
import type { Payments } from '../u2a/payments.ts'
import { createPayouts, type Payouts } from '../a2u/payouts.ts'
import type { Upstream } from '../upstream/open-upstream.ts'
import { createSigner } from '../wallet/create-signer.ts'

type Parts = {
  config: Config
  seed: string | undefined
  database: Database
  upstream: Upstream
  payments: Payments
  log: Logger
  metrics: Metrics
  newId: () => string
  /** Aborts when the process is asked to stop. */
  stopping: AbortSignal
}

export type StartedPayouts = {
  payouts: Payouts
  /** There may be work for the runner. */
  wake: () => void
  /** Pays until `stopping` aborts; settles when the runner has stopped and its lane is free. */
  run(): Promise<void>
}

/** Calls of one instance that may wait; more get a response immediately. For one payout; more are refused. */
const WAITING = { most: 200, mostPerPayout: 5 }

/** The use cases of payouts, and with a wallet the runner that pays. Refuses a wallet or network that is not the configured one. */
export async function startPayouts(parts: Parts): Promise<StartedPayouts> {
  const { config, database, metrics, log, stopping } = parts
  const clock = createClock()
  const reportFault = createReportFault(log)
  const onFault = (error: unknown) => reportFault(undefined, error)
  metrics.expectPayoutAlarms([...alarmCodes, 'wrong_network'])
  const runner = await openRunner(parts, clock, onFault)
  const { isOpen, caps, waitMs, windowMs, isKeyRequired, settings } = config.payouts
  metrics.watchPayouts(() =>
    readPayoutFigures(database.db, runner?.figures).catch((error: unknown) => {
      onFault(error)
      return undefined
    }),
  )
  const wake = () => runner?.wake()
  const payouts = createPayouts({
    store: database.payouts,
    pi: parts.upstream.pi,
    payments: parts.payments,
    world: parts.upstream.world,
    findLaneWait: () => findLaneWait(database.db),
    waitForFinal: createWaitForFinal(database.payouts, clock, {
      ...WAITING,
      pollMs: Math.min(250, Math.max(20, settings.ledgerMs / 10)),
      onFault,
    }),
    wake,
    settings: {
      caps,
      waitMs,
      windowMs,
      isKeyRequired,
      isOpen: isOpen && runner != null,
      whyOff: runner == null ? 'this proxy has no wallet' : 'its operator has switched them off',
      publicDetails: config.http.publicDetails,
      stopping,
    },
  })
  return { payouts, wake, run: async () => runner?.run(stopping) }
}

/**
 * On PGlite nothing changes but through this process, which wakes the runner: it looks all the same, should a call be
 * missed. And no other instance waits for the lease to run out.
 */
function alonePace({ leaseMs }: Pick<PayoutSettings, 'leaseMs'>) {
  return { idleMs: 30_000, renewMs: Math.floor((leaseMs * 2) / 3) }
}

/** Undefined without a wallet. */
async function openRunner(parts: Parts, clock: Clock, onFault: (error: unknown) => void) {
  const { config, seed, database, upstream, log, metrics, newId } = parts
  const wallet = config.wallet.address
  if (seed == null || wallet == null) return undefined
  const { network } = config.upstream
  const { isOpen: isOn, settings: own } = config.payouts
  const pace = database.kind === 'pglite' ? alonePace(own) : {}
  const settings: PayoutSettings = { ...own, ...pace, wallet, network, isOn }
  const opened = await createSigner(seed, {
    wallet,
    network,
    mostAmount: config.payouts.caps.perPayout,
    mostFee: settings.feeCap,
  })
  if (!opened.ok) throw new StartRefusedError([opened.problem])
  if ((await upstream.checkNetwork()) === 'other') throw new StartRefusedError([WRONG_NETWORK])
  const observed = {
    chain: upstream.chain(wallet),
    signer: opened.signer,
    store: database.payouts,
  }
  const ports = {
    ...observePayouts(observed, metrics, { feeCap: settings.feeCap, now: wallClock }),
    pi: upstream.pi,
    clock,
    alarms: { raise: createRaise(log, metrics) },
    onFault,
  }
  const owner = newId()
  const runner = createRunner(ports, settings, { owner })
  return {
    figures: { wallet, owner, fee: settings.fee },
    wake: runner.wake,
    async run(signal: AbortSignal) {
      if (await isOurNetwork(upstream, clock, { log, metrics, signal })) await runner.run(signal)
    },
  }
}

const WRONG_NETWORK =
  'PI_HORIZON_URL must serve the network of PI_NETWORK: its root document names another one'
const NETWORK_CHECK_MS = 5_000

/** A Horizon that does not respond at the start is asked until it does: nothing is signed before. */
async function isOurNetwork(
  upstream: Upstream,
  clock: Clock,
  { log, metrics, signal }: Pick<Parts, 'log' | 'metrics'> & { signal: AbortSignal },
): Promise<boolean> {
  while (!signal.aborted) {
    const verdict = await upstream.checkNetwork()
    if (verdict === 'same') return true
    if (verdict === 'other') {
      metrics.countPayoutAlarm('wrong_network', 1)
      log.error({ alarm: 'wrong_network' }, WRONG_NETWORK)
      return false
    }
    log.warn('Horizon does not say which network it serves: payouts wait for it')
    await clock.sleep(NETWORK_CHECK_MS, signal)
  }
  return false
}

function createRaise(log: Logger, metrics: Metrics) {
  return ({ code, payoutId, detail, times = 1 }: Alarm) => {
    metrics.countPayoutAlarm(code, times)
    log.error({ alarm: code, payout_id: payoutId, detail, times }, 'an alarm of payouts')
  }
}

/** Only shows an age in the metrics. */
function wallClock(): number {
  return new Date().getTime()
}

function createClock(): Clock {
  return {
    now: () => performance.now(),
    async sleep(ms, signal) {
      if (signal?.aborted === true) return
      await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
        if (signal?.aborted !== true) throw error
      })
    },
  }
}
