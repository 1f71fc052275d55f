import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { openInHost } from '../pi-sdk/in-host.ts'
import { openApp } from '../pi-sdk/open-app.ts'
import { startMock } from '../start-mock.ts'

test('the SDK of a world, alone and in the frame of its host, is about this world', async ({
  skip,
}) => {
  const mock = await startMock()
  const one = mock.worlds.create({
    name: 'one',
    settings: { wallet: { user: 'alice' }, spelling: 'wire' },
  })
  mock.worlds.fork('one', 'two')
  const pay = `(async () => {
    await Pi.init({ version: '2.0' })
    await enter()
    Pi.createPayment({ amount: 1, memo: 'Espresso', metadata: { order: 1 } }, callbacks)
  })()`
  const browser = await sharedBrowser(skip)
  for (const { url, world } of [one, mock.worlds.get('two')]) {
    const alone = await openApp(browser, { url })
    await alone.page.evaluate(pay)
    expect((await alone.events(2)).map(([name]) => name)).toEqual(['entered', 'approval'])
    const framed = await openInHost(browser, { url })
    await framed.inApp(pay)
    expect((await framed.events(2)).map(([name]) => name)).toEqual(['entered', 'approval'])
    expect(world.payments.list(10)).toHaveLength(3)
    for (const { page } of [alone, framed]) await page.close()
  }
  expect(one.world.payments.list(10)).toHaveLength(3)
  expect(mock.world.payments.list(10)).toHaveLength(1)
})
