import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import type { WaitPorts } from '../http/wait-in-request.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import type { WorldBook } from '../worlds/world-book.ts'
import { createAppControlRoutes } from './app-control-routes.ts'
import { createExplainRoutes } from './explain-routes.ts'
import { createFaultControlRoutes } from './fault-control-routes.ts'
import { findApp, unknownApp } from './find-actors.ts'
import { createJournalControlRoutes } from './journal-control-routes.ts'
import { createLedgerControlRoutes } from './ledger-control-routes.ts'
import { createPaymentControlRoutes } from './payment-control-routes.ts'
import { createPresetControlRoutes } from './preset-control-routes.ts'
import { createSeedDataRoutes } from './seed-data-routes.ts'
import { createSnapshotRoutes } from './snapshot-routes.ts'
import { createUserControlRoutes } from './user-control-routes.ts'
import { createWorldBookRoutes } from './world-book-routes.ts'
import { createWorldRoutes } from './world-routes.ts'

/** What routes of the control API need beside the world. */
export type ControlPorts = WaitPorts & {
  /** How many requests a fault keeps waiting. */
  countHeld: () => number
  /** All worlds of the mock, and the URL of each as the caller of a response reaches it. */
  worlds: WorldBook
  urlOf: (res: Response, name: string) => string
}

/** The mock's own API. */
export function createControlRoutes(world: World, style: PaymentStyleOf, ports: ControlPorts) {
  const s = initServer()
  return s.router(controlContract, {
    ...createWorldRoutes(world),
    ...createWorldBookRoutes(ports),
    ...createSnapshotRoutes(world, ports.worlds),
    ...createSeedDataRoutes(world, style),
    ...createAppControlRoutes(world),
    ...createUserControlRoutes(world),
    ...createPaymentControlRoutes(world, style),
    ...createLedgerControlRoutes(world),
    ...createFaultControlRoutes(world, ports.countHeld),
    ...createPresetControlRoutes(world),
    ...createExplainRoutes(world),
    ...createJournalControlRoutes(world, style, ports),
    createAd: s.route(controlContract.createAd, async ({ body, res }) => {
      const app = findApp(world, body.app_id)
      return app == null
        ? refuse(res, unknownApp(body.app_id))
        : { status: 201, body: world.ads.add(app.id, body.mediator_ack_status) }
    }),
  })
}
