import * as z from 'zod'

export const usernameSchema = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, "_", "." or "-"')
  .meta({ id: 'Username', examples: ['alice'] })
