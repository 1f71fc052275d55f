import { MAX_WALLET_WAIT_MS, walletContract } from '@aloha-pi/contracts/wallet'
import { initServer } from '@ts-rest/express'
import { controlRefusal } from '../control/control-refusal.ts'
import { makeUser } from '../control/make-user.ts'
import { openSession } from '../control/open-session.ts'
import type { WaitPorts } from '../http/wait-in-request.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import { findPageApp } from './calling-page.ts'
import { waitForChange } from './wait-for-change.ts'
import { createWalletPaymentRoutes } from './wallet-payment-routes.ts'
import { createReportRoutes } from './report-routes.ts'
import { clockToWalletWire, stateToWire, userToWalletWire } from './wallet-wire.ts'
import { refuseInWallet } from './wallet-refusal.ts'

const s = initServer()

/** What the user does in the dialogs of the browser SDK. */
export function createWalletRoutes(world: World, style: PaymentStyleOf, ports: WaitPorts) {
  return s.router(walletContract, {
    ...createClockRoutes(world, ports),
    ...createUserRoutes(world),
    ...createWalletPaymentRoutes(world, style, ports),
    ...createReportRoutes(world),
  })
}

function createClockRoutes(world: World, ports: WaitPorts) {
  return {
    state: s.route(walletContract.state, async ({ query, req, res }) => {
      const found = findPageApp(world, req, query.app_id)
      return found.ok
        ? { status: 200, body: stateToWire(world, found.app) }
        : refuseInWallet(res, found.refusal)
    }),
    clock: s.route(walletContract.clock, async ({ query, res }) => {
      const { until, wait_ms: timeoutMs = MAX_WALLET_WAIT_MS } = query
      const { clock } = world
      const instant = until == null ? clock.now() : Date.parse(until)
      const refusal = await waitForChange({ world, ...ports }, res, {
        isOver: () => clock.now() >= instant,
        msUntilDue: () => clock.realMsUntil(instant),
        changes: [clock.onMove],
        timeoutMs,
      })
      return refusal == null
        ? { status: 200, body: clockToWalletWire(world.clock) }
        : refuseInWallet(res, refusal)
    }),
  }
}

function createUserRoutes(world: World) {
  return {
    users: s.route(walletContract.users, async ({ query, req, res }) => {
      const found = findPageApp(world, req, query.app_id)
      if (!found.ok) return refuseInWallet(res, found.refusal)
      const users = world.users.list().map((user) => userToWalletWire(world, user, found.app))
      return { status: 200, body: { users } }
    }),
    createUser: s.route(walletContract.createUser, async ({ body, res }) => {
      const made = makeUser(world, body)
      return made.ok
        ? { status: 201, body: userToWalletWire(world, made.user, null) }
        : refuseInWallet(res, made.refusal)
    }),
    signIn: s.route(walletContract.signIn, async ({ body, req, res }) => {
      const found = findPageApp(world, req, body.app_id)
      if (!found.ok) return refuseInWallet(res, found.refusal)
      const user = world.users.find(body.username)
      if (user == null)
        return refuseInWallet(res, controlRefusal('user_not_found', { id: body.username }))
      const opened = openSession(world, { app: found.app, user }, body.scopes)
      return opened.ok ? { status: 200, body: opened.body } : refuseInWallet(res, opened.refusal)
    }),
  }
}
