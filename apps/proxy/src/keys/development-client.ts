import { alohaScopes } from '@aloha-pi/contracts/aloha'
import type { Client } from './key-store.ts'

/** Owner of the development key; a migration keeps its row. */
export const developmentClient: Client = {
  clientId: '00000000-0000-0000-0000-000000000001',
  name: 'development',
  keyId: 'development',
  scopes: alohaScopes,
}
