import { h } from './dom.ts'
import type { Stage } from './stage.ts'

export type ModalOptions<Result> = {
  title: string
  /** The first node goes below the title; the others below that. */
  content: (close: (result: Result) => void) => Node[]
  /** The result of Escape. */
  cancelled: Result
}

export type Modal<Result> = { result: Promise<Result>; close(result: Result): void }

let opened = 0

/** Opens a modal dialog in the stage. The browser keeps the focus inside, and gives it back at the end. */
export async function openModal<Result>(
  stage: Stage,
  { title, content, cancelled }: ModalOptions<Result>,
): Promise<Modal<Result>> {
  opened += 1
  const id = `title-${opened}`
  const heading = h('h1', { id, tabindex: -1, autofocus: true }, title)
  const dialog = h('dialog', { 'aria-labelledby': id })
  let settle: (result: Result) => void = () => undefined
  const result = new Promise<Result>((resolve) => {
    settle = resolve
  })
  const close = (outcome: Result) => {
    settle(outcome)
    dialog.close()
    dialog.remove()
  }
  const [first, ...rest] = content(close)
  dialog.append(
    h('div', { class: 'band' }, 'mock Pi: no real Pi is moved'),
    h('div', { class: 'body' }, heading, ...(first == null ? [] : [first])),
    ...rest,
    h('p', { class: 'notice' }, 'Part of aloha-pi. Not affiliated with Pi Network.'),
  )
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    close(cancelled)
  })
  // A browser closes a dialog by itself when Escape is pressed twice.
  dialog.addEventListener('close', () => close(cancelled))
  await stage.add(dialog)
  dialog.showModal()
  return { result, close }
}

/** A dialog with some text and a button for each result. */
export async function choose<Result>(
  stage: Stage,
  options: {
    title: string
    text: string[]
    choices: { label: string; result: Result }[]
    cancelled: Result
  },
): Promise<Result> {
  const { title, text, choices, cancelled } = options
  const { result } = await openModal<Result>(stage, {
    title,
    cancelled,
    content: (close) => {
      const isList = choices.length > 2
      const buttons = choices.map(({ label, result }, place) =>
        h(
          'button',
          {
            type: 'button',
            class: !isList && place === choices.length - 1 ? 'primary' : '',
            onclick: () => close(result),
          },
          label,
        ),
      )
      const paragraphs = text.map((each) => h('p', { class: 'quiet' }, each))
      return isList
        ? [h('div', {}, ...paragraphs, h('div', { class: 'choices' }, ...buttons))]
        : [h('div', {}, ...paragraphs), h('div', { class: 'actions' }, ...buttons)]
    },
  })
  return result
}
