import { alohaScopes } from '@aloha-pi/contracts/aloha'
import type { Client } from './key-store.ts'

/** Known to everybody, so it is worth nothing: accepted only while every upstream is loopback. */
export const DEVELOPMENT_KEY =
  'aloha_test_development_ThisKeyIsPublicAndWorksOnlyAgainstTheMockPi1FJpMY'

/** Owner of the development key; a migration keeps its row. */
export const developmentClient: Client = {
  clientId: '00000000-0000-0000-0000-000000000001',
  name: 'development',
  keyId: 'development',
  scopes: alohaScopes,
}
