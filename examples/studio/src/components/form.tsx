'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { messageOf } from './trpc.ts'

/** A form that calls a procedure, says what went wrong, and shows the page anew when it went well. */
export function ActionForm({
  action,
  submit,
  children,
  clear = true,
  className = 'form',
}: {
  action: (data: FormData) => Promise<string | undefined>
  submit: string
  children: ReactNode
  clear?: boolean
  className?: string
}): ReactNode {
  const router = useRouter()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    setProblem(undefined)
    try {
      const next = await action(new FormData(form))
      if (clear) form.reset()
      if (next === undefined) router.refresh()
      else router.push(next)
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={className} onSubmit={onSubmit}>
      {children}
      <div className="form-end">
        <button type="submit" className="primary" disabled={busy}>
          {busy ? 'Working…' : submit}
        </button>
        {problem !== undefined && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    </form>
  )
}

/** A label with its control below it. */
export function Field({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}): ReactNode {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint !== undefined && <p className="hint">{hint}</p>}
    </div>
  )
}
