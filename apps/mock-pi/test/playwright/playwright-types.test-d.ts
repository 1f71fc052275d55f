/// <reference lib="dom" />
import { usePi, type UsePiOptions } from '@aloha-pi/mock-pi/playwright'
import { startMockPi } from '@aloha-pi/mock-pi'
import type { BrowserContext, Page } from 'playwright-core'
import { expectTypeOf, test } from 'vitest'

declare const page: Page
declare const context: BrowserContext

test('it takes a Page or a BrowserContext, and a mock or its URL', async () => {
  expectTypeOf(usePi(page, await startMockPi())).resolves.toEqualTypeOf<() => Promise<void>>()
  expectTypeOf(usePi(context, { url: 'http://127.0.0.1:3141' })).resolves.toBeFunction()
  // @ts-expect-error a browser has no routes
  void usePi(page.context().browser()!, { url: 'http://127.0.0.1:3141' })
})

test('its options', () => {
  expectTypeOf<UsePiOptions['payment']>().toEqualTypeOf<
    'pay' | 'cancel' | 'cancel-after-approval' | 'ignore' | 'pay-silently' | undefined
  >()
  expectTypeOf<UsePiOptions['consent']>().toEqualTypeOf<'allow' | 'refuse' | undefined>()
  // @ts-expect-error a number of ms
  void usePi(page, { url: 'http://127.0.0.1:3141' }, { user: 'alice', delayMs: '1' })
})
