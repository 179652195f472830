// Passkeys, where the browser has them: without, and without script, the forms stay hidden and a code does.
(() => {
  const api = window.PublicKeyCredential
  if (!api?.parseCreationOptionsFromJSON || !api.parseRequestOptionsFromJSON) return
  const ask = {
    create: json => navigator.credentials.create({ publicKey: api.parseCreationOptionsFromJSON(json) }),
    get: json => navigator.credentials.get({ publicKey: api.parseRequestOptionsFromJSON(json) }),
  }
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false
    form.addEventListener('submit', async event => {
      event.preventDefault()
      const problem = form.querySelector('[data-problem]')
      problem.hidden = true
      try {
        const answer = await fetch(form.dataset.options, {
          method: 'POST',
          headers: { RequestVerificationToken: form.elements.__RequestVerificationToken.value },
        })
        if (!answer.ok) throw new Error(`${answer.status}`)
        const credential = await ask[form.dataset.passkey](await answer.json())
        form.elements.Credential.value = JSON.stringify(credential)
        form.submit()
      } catch {
        problem.hidden = false
      }
    })
  }
})()
