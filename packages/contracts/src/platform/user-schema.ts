import * as z from 'zod'

/** Scopes that an app can ask for; `platform` comes with every grant unasked. */
export const scopeSchema = z
  .enum([
    'username',
    'payments',
    'wallet_address',
    'roles',
    'in_app_notifications',
    'preferred_language',
    'platform',
  ])
  .meta({ id: 'Scope' })
export type Scope = z.infer<typeof scopeSchema>

/** UserDTO: what `/me` returns. Which fields are there depends on the granted scopes. */
export const userSchema = z
  .looseObject({
    uid: z.string().describe('App-specific user id.'),
    username: z.string().optional().describe('With scope `username`.'),
    app_id: z.string().optional().describe('The app that the token was issued for: check it.'),
    credentials: z
      .looseObject({
        scopes: z
          .array(z.string())
          .describe('Granted scopes; they may differ from the requested ones.'),
        valid_until: z.looseObject({
          timestamp: z.number().describe('Unix time in seconds.'),
          iso8601: z.string(),
        }),
      })
      .optional(),
    receiving_email: z.unknown().optional(),
    roles: z.array(z.string()).optional().describe('With scope `roles`.'),
    preferred_language: z.string().optional().describe('With scope `preferred_language`.'),
    wallet_address: z.string().nullable().optional().describe('With scope `wallet_address`.'),
  })
  .meta({ id: 'User', description: "UserDTO: the access token's user, as this app may see them." })
export type User = z.infer<typeof userSchema>
