// The door's other button: the browser shows a passkey, and the form carries its answer.
allauth.webauthn.forms.loginForm({ ids: { login: "passkey-act", credential: "passkey" } });
