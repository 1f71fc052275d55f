import type { UserPaymentRequest } from '../src/payments/user-payments.ts'
import { DEFAULT_SETTINGS } from '../src/world/default-settings.ts'
import { DEFAULT_LIMITS, type Limits } from '../src/world/limits.ts'
import { createWorld, type World } from '../src/world/world.ts'

/** A world without HTTP around it, in a time that only the test moves. */
export function haveWorld(limits: Partial<Limits> = {}) {
  const world = createWorld({
    seed: 'test',
    now: () => Date.UTC(2026, 0, 1),
    randomId: () => '00000000-0000-4000-8000-000000000000',
    settings: DEFAULT_SETTINGS,
    network: 'Pi Testnet',
    limits: { ...DEFAULT_LIMITS, ...limits },
  })
  return { world, request: requestOf(world) }
}

/** What alice asks for; `username` asks as another user who granted the app. */
function requestOf(world: World) {
  return (username = 'alice'): UserPaymentRequest => {
    const app = world.apps.first()
    const user = world.users.find(username)
    const grant = user?.grants.get(app.id)
    if (user == null || grant == null) throw new Error(`${username} has not granted the app`)
    return { app, user, ...grant, amount: 10_000_000n, memo: 'Coffee', metadata: { order: 1 } }
  }
}
