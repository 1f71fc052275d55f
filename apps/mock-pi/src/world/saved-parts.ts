import { DEFAULT_WORLD, SNAPSHOT_FORMAT, SNAPSHOT_VERSION } from '@aloha-pi/contracts/control'
import type { Settings } from '@aloha-pi/contracts/wire'
import { loadAdStore } from '../ads/ad-store.ts'
import { loadAppStore } from '../apps/app-store.ts'
import { loadClock } from '../clock/clock.ts'
import { createRefusalLog } from '../explain/refusal-log.ts'
import { loadFaultBook } from '../faults/fault-book.ts'
import { createJournal } from '../journal/journal.ts'
import { loadLedger } from '../ledger/create-ledger.ts'
import { walletOfSeed } from '../ledger/wallet.ts'
import { loadNotificationLog } from '../notifications/notification-log.ts'
import { loadPaymentStore } from '../payments/payment-store.ts'
import { expirePayments } from '../payments/payment-world.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedContinuation, SavedWorld } from '../saved/saved-world.ts'
import { createSdkReportLog } from '../sdk-reports/sdk-report-log.ts'
import { createSeeded } from '../seed/seeded.ts'
import { loadAccessTokens } from '../users/access-tokens.ts'
import { loadUserStore } from '../users/user-store.ts'
import { DEFAULT_SETTINGS } from './default-settings.ts'
import { checkRoom } from './check-room.ts'
import { chainCaps, type PartsOptions, type WorldParts } from './world-parts.ts'

/** Everything of a world as a snapshot holds it: what is due by now has happened. */
export function saveParts(world: WorldParts): SavedWorld {
  expirePayments(world)
  const ledger = world.ledger.saved()
  return {
    format: SNAPSHOT_FORMAT,
    version: SNAPSHOT_VERSION,
    network: world.network,
    seed: world.seed,
    clock: world.clock.saved(),
    settings: inOrder(world.settings),
    faucetSeed: world.faucet.seed,
    issuerSeed: world.issuer.seed,
    apps: world.apps.saved(),
    users: world.users.saved(),
    tokens: world.tokens.saved(),
    ledger,
    payments: world.payments.saved(),
    ads: world.ads.saved(),
    sdkReports: world.sdkReports.saved(),
    notifications: world.notifications.saved(),
    faults: world.faults.saved(),
  }
}

/**
 * The parts of a saved world, with limits and options of this mock; throws `BadSnapshot`. With `continues` the same world
 * goes on, and its clock has run meanwhile.
 */
export function loadParts(
  saved: SavedWorld,
  options: PartsOptions,
  continues?: SavedContinuation,
): WorldParts {
  const { network, limits, magic = true } = options
  if (saved.network !== network) {
    const rule = `is ${JSON.stringify(saved.network)}, but this mock is on ${JSON.stringify(network)}: start it with --network`
    throw new BadSnapshot('network', rule)
  }
  checkRoom(saved, limits)
  const seeded = createSeeded(saved.seed)
  const clock = loadClock(options.now, saved.clock, continues?.clockAheadMs)
  const settings = inOrder(saved.settings)
  const faucet = walletOfSeed(saved.faucetSeed, 'faucetSeed')
  const apps = loadAppStore(seeded, network, saved.apps)
  const users = loadUserStore(seeded, saved.users)
  return {
    name: options.name ?? DEFAULT_WORLD,
    worldId: continues?.worldId ?? options.randomId(),
    network,
    limits,
    seed: saved.seed,
    clock,
    seeded,
    settings,
    apps,
    users,
    faucet,
    issuer: walletOfSeed(saved.issuerSeed, 'issuerSeed'),
    tokens: loadAccessTokens({ seeded, clock, apps, users }, limits.tokens, saved.tokens),
    ledger: loadLedger(
      {
        clock,
        network,
        settings: () => settings,
        faucet: faucet.address,
        ...chainCaps(limits),
      },
      saved.ledger,
    ),
    payments: loadPaymentStore(limits, network, saved.payments),
    ads: loadAdStore({ seeded, clock }, limits.ads, saved.ads),
    sdkReports: createSdkReportLog(clock, limits.sdkReports, saved.sdkReports),
    notifications: loadNotificationLog(clock, limits.notifiedUsers, saved.notifications),
    faults: loadFaultBook({ seeded, limit: limits.faults, takesOrders: magic }, saved.faults),
    refusals: createRefusalLog(clock, limits.refusals),
    journal: createJournal(limits),
  }
}

/** The same settings, always in the same order. */
function inOrder(settings: Settings): Settings {
  return { ...DEFAULT_SETTINGS, ...settings }
}
