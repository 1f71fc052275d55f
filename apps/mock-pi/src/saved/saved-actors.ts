import { appIdSchema, usernameSchema } from '@aloha-pi/contracts/control'
import { scopeSchema, uidSchema } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { text, time, walletSeed, whole } from './saved-values.ts'

export const savedApp = z.strictObject({
  id: appIdSchema,
  name: text,
  apiKey: text.min(1, 'must not be empty'),
  walletSeed,
  origins: z.array(text),
  clientId: text,
  redirectUris: z.array(text),
})
export type SavedApp = z.infer<typeof savedApp>

/** What a user allows one app. */
const savedGrant = z.strictObject({
  appId: appIdSchema,
  uid: uidSchema,
  scopes: z.array(scopeSchema),
})

export const savedUsers = z.strictObject({
  /** Grants that ever began: the next uid is drawn from this number. */
  grantsBegun: whole,
  list: z.array(
    z.strictObject({
      username: usernameSchema,
      walletSeed: walletSeed.nullable(),
      roles: z.array(text),
      preferredLanguage: text,
      grants: z.array(savedGrant),
    }),
  ),
})
export type SavedUsers = z.infer<typeof savedUsers>

/** Access tokens, oldest first, also those that are not valid any more. */
export const savedTokens = z.strictObject({
  issued: whole,
  sessions: z.array(
    z.strictObject({
      token: text.min(1, 'must not be empty'),
      appId: appIdSchema,
      username: usernameSchema,
      uid: uidSchema,
      scopes: z.array(scopeSchema),
      validUntil: time,
    }),
  ),
})
export type SavedTokens = z.infer<typeof savedTokens>
