import type { controlContract } from '@aloha-pi/contracts/control'
import { expectTypeOf } from 'vitest'
import type * as z from 'zod'
import type { MockControl } from '../../src/control-client/index.ts'

// Every operation of the contract is a method with its types. tsc is the test runner of this file.

type Contract = typeof controlContract
type Operation = Exclude<keyof Contract, 'events'>

expectTypeOf<Exclude<keyof MockControl, 'inWorld'>>().toEqualTypeOf<keyof Contract>()

type Returned<Route> = Route extends { responses: infer Responses }
  ? Responses extends Record<200, infer Schema extends z.ZodType>
    ? z.output<Schema>
    : Responses extends Record<201, infer Schema extends z.ZodType>
      ? z.output<Schema>
      : never
  : never
type Returns = { [Name in Operation]: Returned<Contract[Name]> }
expectTypeOf<{
  [Name in Operation]: Awaited<ReturnType<MockControl[Name]>>
}>().toEqualTypeOf<Returns>()

/** The last parameter of a method: the body. */
type Bodies = {
  [
    Name in Operation as Contract[Name] extends { body: z.ZodType } ? Name : never
  ]: Contract[Name] extends {
    body: infer Schema extends z.ZodType
  }
    ? z.input<Schema>
    : never
}
type Last<Values extends unknown[]> = Values extends [...unknown[], infer Value] ? Value : never
type Taken = { [Name in keyof Bodies]: Last<Required<Parameters<MockControl[Name]>>> }
/** Those whose body is `{}`, and takes no argument. */
type Empty = {
  [Name in keyof Bodies]: Bodies[Name] extends Record<string, never> ? Name : never
}[keyof Bodies]
expectTypeOf<Omit<Taken, Empty>>().toEqualTypeOf<Omit<Bodies, Empty>>()
