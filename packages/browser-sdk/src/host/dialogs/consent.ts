import type { Scope } from '@aloha-pi/contracts/wire'
import type { WalletUser } from '../../mock/wallet-wire.ts'
import { SCOPES } from '../../scopes.ts'
import { h } from './dom.ts'
import { openModal } from './modal.ts'
import type { Stage } from './stage.ts'

export type ConsentRequest = {
  appName: string
  /** Host name of the app's page. */
  appHost: string
  scopes: readonly Scope[]
  users: readonly WalletUser[]
  /** The user of the last time. */
  selected: string | undefined
  /** Signs the user in, perhaps as a new one; returns why it cannot. */
  allow: (choice: {
    username: string
    isNew: boolean
    scopes: Scope[]
  }) => Promise<string | undefined>
}

/** Asks which user it is and what the app may do. Returns whether the user allowed it. */
export async function askForConsent(stage: Stage, request: ConsentRequest): Promise<boolean> {
  const { result } = await openModal<boolean>(stage, {
    title: `Allow ${request.appName}?`,
    cancelled: false,
    content: (close) => consentForm(request, close),
  })
  return result
}

function consentForm(request: ConsentRequest, close: (isAllowed: boolean) => void): Node[] {
  const { appName, appHost, scopes, allow } = request
  const users = userFields(request)
  const permissions = scopeFields(request)
  const alert = h('p', { class: 'alert', role: 'alert' })
  const allowButton = h('button', { class: 'primary', type: 'submit' }, 'Allow')
  const submit = async () => {
    allowButton.disabled = true
    alert.textContent = (await allow({ ...users.chosen(), scopes: permissions.chosen() })) ?? ''
    allowButton.disabled = false
    if (alert.textContent === '') close(true)
    else alert.scrollIntoView({ block: 'nearest' })
  }
  const form = h(
    'form',
    {
      id: 'consent',
      onsubmit: (event) => {
        event.preventDefault()
        void submit()
      },
    },
    users.fields,
    ...(scopes.length === 0 ? [] : [permissions.fields]),
    alert,
  )
  allowButton.setAttribute('form', form.id)
  const refuse = h('button', { type: 'button', onclick: () => close(false) }, 'Refuse')
  const intro = `${appName}, at ${appHost}, wants to know who you are.`
  return [
    h('div', {}, h('p', { class: 'quiet' }, intro), form),
    h('div', { class: 'actions' }, refuse, allowButton),
  ]
}

function userFields({ users, selected }: ConsentRequest) {
  const first = users.find(({ username }) => username === selected) ?? users[0]
  const name = h('input', {
    name: 'new-username',
    autocomplete: 'off',
    pattern: '[A-Za-z0-9_.\\-]{1,64}',
    title: '1 to 64 letters, digits, "_", "." or "-"',
  })
  const nameLabel = h('label', { class: 'new-name', hidden: true }, 'Username', name)
  const isNew = h('input', { type: 'radio', name: 'user', value: '', checked: first == null })
  const radios = users.map((user) =>
    h('input', { type: 'radio', name: 'user', value: user.username, checked: user === first }),
  )
  const update = () => {
    nameLabel.hidden = !isNew.checked
    name.required = isNew.checked
    if (isNew.checked) name.focus()
  }
  const rows = users.map(({ username, balance }, place) =>
    h(
      'label',
      { class: 'choice' },
      radios[place],
      h('span', {}, username),
      h('span', {}, balance == null ? 'no wallet' : `${shortPi(balance)} Pi`),
    ),
  )
  const fields = h(
    'fieldset',
    { onchange: update },
    h('legend', {}, 'Sign in as'),
    h(
      'div',
      { class: 'choices users' },
      ...rows,
      h('label', { class: 'choice' }, isNew, h('span', {}, 'New user')),
    ),
    nameLabel,
  )
  update()
  return {
    fields,
    chosen: () =>
      isNew.checked
        ? { username: name.value, isNew: true }
        : { username: radios.find(({ checked }) => checked)?.value ?? '', isNew: false },
  }
}

/** Each scope can be left out: what an app gets is not always what it asked for. */
function scopeFields({ scopes }: ConsentRequest) {
  const boxes = [...new Set(scopes)].map((scope) => ({
    scope,
    box: h('input', { type: 'checkbox', name: 'scope', value: scope, checked: true }),
  }))
  const rows = boxes.map(({ scope, box }) =>
    h('label', { class: 'choice scope' }, box, h('span', {}, SCOPES[scope]), h('span', {}, scope)),
  )
  const fields = h(
    'fieldset',
    {},
    h('legend', {}, 'The app may use'),
    h('div', { class: 'choices' }, ...rows),
  )
  return { fields, chosen: () => boxes.filter(({ box }) => box.checked).map(({ scope }) => scope) }
}

/** A decimal text of Pi without the zeros at its end. */
export function shortPi(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
