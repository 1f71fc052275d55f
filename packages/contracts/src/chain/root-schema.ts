import * as z from 'zod'
import { networkSchema } from '../platform/identifier-schemas.ts'
import { linksSchema } from './hal-schemas.ts'

/** HAL root document of Horizon. */
export const chainRootSchema = z
  .looseObject({
    _links: linksSchema,
    horizon_version: z.string(),
    core_version: z.string(),
    ingest_latest_ledger: z.number().int(),
    history_latest_ledger: z.number().int(),
    history_latest_ledger_closed_at: z.string(),
    history_elder_ledger: z.number().int(),
    core_latest_ledger: z.number().int(),
    network_passphrase: networkSchema,
    current_protocol_version: z.number().int(),
    supported_protocol_version: z.number().int(),
    core_supported_protocol_version: z.number().int(),
  })
  .meta({ id: 'ChainRoot' })
export type ChainRoot = z.infer<typeof chainRootSchema>
