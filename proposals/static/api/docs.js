/* Shows the schema of the partner interface. */
"use strict";

const reference = document.getElementById("reference");

SwaggerUIBundle({
  url: reference.dataset.schema,
  domNode: reference,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "list",
  persistAuthorization: false,
  validatorUrl: null,
});
