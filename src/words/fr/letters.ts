// What letters say, in French.
import type { LetterWords } from "../en/letters.ts";
import { speech } from "../speech.ts";
import { de } from "./elision.ts";

const { counted } = speech("fr");

export const letters: LetterWords = {
  titles: {
    "person.address-changed": "Votre adresse e-mail a été modifiée",
    "person.password-changed": "Votre mot de passe a été modifié",
    "person.invitation-accepted": "Votre compte est prêt",
    "sign-in.recovery-code-used": "Un code de récupération a été utilisé",
    "authenticator.added": "Une application d’authentification a été configurée",
    "authenticator.removed": "Une application d’authentification a été supprimée",
    "second-factor.disabled": "L’authentification à deux facteurs a été désactivée",
    "second-factor.reset": "L’authentification à deux facteurs a été réinitialisée",
    "second-factor.overridden": "Votre réglage d’authentification à deux facteurs a été modifié",
    "recovery-codes.made": "De nouveaux codes de récupération ont été créés",
    "recovery-codes.imported": "Des codes de récupération ont été repris d’un autre système",
    "api-key.added": "Une clé d’API a été créée",
    "trusted-browser.added": "Un navigateur est désormais de confiance",
    "identity.linked": "Votre compte est lié à l’authentification unique",
    "identity.unlinked": "Un lien avec l’authentification unique a été supprimé",
    "session.stopped": "Vous avez été déconnecté après des codes incorrects",
    "trusted-browser.stolen": "La copie d’un navigateur de confiance a été bloquée",
    "person.invited": "Vous êtes invité",
    "person.password-link": "Choisissez un nouveau mot de passe",
    "person.address-confirmation": "Confirmez votre nouvelle adresse e-mail",
    "person.address-change-asked": "Un changement de votre adresse e-mail a été demandé",
    "deadline.near": "Configurez l’authentification à deux facteurs",
    "help-request.asked": "Une demande d’aide a été faite pour votre compte",
    "help-request.waiting": "Une demande d’aide est en attente",
    "help-request.pass-used": "L’aide accordée pour votre compte a été utilisée",
    "help-request.cancelled": "La demande d’aide a été annulée",
    "help-request.disowned": "Une demande d’aide venait d’une autre personne",
    "help-request.approved": "Votre demande d’aide a été acceptée",
    "help-request.lapsed": "Votre demande d’aide a expiré",
    "help-request.declined": "Votre demande d’aide a été refusée",
    "export.asked": "Un export de toutes les personnes a été demandé",
    "export.agreed": "Un export de toutes les personnes a été accepté",
    "export.withdrawn": "Un export de toutes les personnes a été retiré",
    "export.taken": "Un export de toutes les personnes a été remis",
  },
  otherTitle: "Votre compte a été modifié",
  greeting: (name) => `Bonjour ${name},`,
  footer:
    "Message automatique : les réponses ne sont pas lues. Ne donnez jamais un code ni un mot de passe à qui vous le demande.",

  when: "Quand",
  by: "Par",
  from: "Depuis",
  with: "Avec",
  operator: "l’exploitant de ce service",
  administrator: "un administrateur",

  choosePassword: "Choisissez un nouveau mot de passe :",
  cannotSignIn: "Vous ne pouvez pas vous connecter ? Demandez un lien :",
  seeSessions: "Vérifiez où vous êtes connecté et mettez fin à ce que vous ne reconnaissez pas :",
  tellAdministrator: "Prévenez votre administrateur.",
  wasItYou: "C’était vous ? Vous n’avez rien à faire. Si ce n’était pas vous, agissez maintenant :",
  expected: "Vous vous y attendiez ? Vous n’avez rien à faire. Sinon :",

  changed: {
    keyMade: (organisation: string) =>
      `Une clé a été créée, avec laquelle un programme peut agir chez ${organisation} sans deuxième étape. Si ce n’était pas vous, supprimez-la sur la page « Clés d’API » de votre compte et changez votre mot de passe.`,
    something: (organisation) => `Votre compte chez ${organisation} a été modifié.`,
    address: (organisation) =>
      `L’adresse e-mail de votre compte chez ${organisation} a été modifiée. Nos messages iront désormais à la nouvelle adresse.`,
    addressFromTo: (organisation, from, to) =>
      `L’adresse e-mail de votre compte chez ${organisation} est passée de ${from} à ${to}. Nos messages iront désormais à la nouvelle adresse.`,
    password: (organisation) =>
      `Le mot de passe de votre compte chez ${organisation} a été modifié. Vous avez été déconnecté partout ailleurs, et plus aucun navigateur n’est de confiance.`,
    joined: (organisation) =>
      `Vous avez accepté l’invitation ${de(organisation)} et choisi un mot de passe. Il vous servira désormais à vous connecter.`,
    recoveryCodeUsed: (left) =>
      `L’un de vos codes de récupération a été utilisé pour se connecter.${
        left === undefined ? "" : ` Il ne fonctionne plus ; il vous reste ${counted(left, "code", "codes")}.`
      } L’étape suivante était de configurer à nouveau une application d’authentification.`,
    app: "Une application d’authentification",
    appNamed: (name) => `Une application d’authentification (« ${name} »)`,
    added: (app) => `${app} a été configurée pour votre compte. Ses codes vous seront demandés à la connexion.`,
    replaced: (app) =>
      `${app} a été configurée pour votre compte, à la place d’une précédente. Ses codes vous seront demandés à la connexion.`,
    removed: (app) => `${app} a été supprimée de votre compte. Ses codes ne fonctionnent plus.`,
    disabled:
      "L’authentification à deux facteurs de votre compte a été désactivée. Votre mot de passe suffit désormais pour vous connecter.",
    reset:
      "L’authentification à deux facteurs de votre compte a été réinitialisée : les applications d’authentification, les codes de récupération et les navigateurs de confiance ont été supprimés, et vous avez été déconnecté partout.",
    reason: (reason) => `Raison indiquée : « ${reason} ».`,
    overridden: (how) => `Ce qui est demandé à votre compte a changé : ${how}.`,
    overriddenUntil: (how, until) => `Ce qui est demandé à votre compte a changé : ${how} (jusqu’au ${until}).`,
    overrides: {
      policy: "l’authentification à deux facteurs suit de nouveau les règles générales",
      required: "l’authentification à deux facteurs est obligatoire, quelles que soient les règles générales",
      optional: "l’authentification à deux facteurs est facultative, quelles que soient les règles générales",
      off: "l’authentification à deux facteurs est désactivée, quelles que soient les règles générales ; votre mot de passe suffit",
    },
    overriddenSomehow: "le réglage a été fait pour vous seul",
    codesMade: "De nouveaux codes de récupération ont été créés pour votre compte. Les anciens ne fonctionnent plus.",
    codesImported:
      "Des codes de récupération d’un autre système ont été repris pour votre compte. Chacun peut remplacer une fois votre application d’authentification.",
    trusted: (until) =>
      `Un navigateur est désormais de confiance : aucun code n’y est demandé${until === undefined ? "" : ` jusqu’au ${until}`}.`,
    linked:
      "Votre compte a été lié à un fournisseur d’identité de votre entreprise : toute personne qui s’y connecte en votre nom entre dans votre compte ici.",
    unlinked:
      "Un administrateur a supprimé le lien entre votre compte et un fournisseur d’identité. Les sessions ouvertes par ce biais sont terminées.",
    stopped:
      "Quelqu’un qui était connecté à votre compte a saisi plusieurs fois de suite un code incorrect. Nous avons mis fin à cette session ; cette personne n’est pas allée plus loin.",
    stolen:
      "Quelqu’un a utilisé une copie de ce qui rend l’un de vos navigateurs fiable. Nous avons mis fin à cette confiance et aux sessions qui en dépendaient. Votre mot de passe est peut-être connu.",
  },

  linkOnce: (until) => `Le lien fonctionne une seule fois${until === undefined ? "" : `, jusqu’au ${until}`}.`,
  invited: {
    what: (organisation) =>
      `${organisation} a créé un compte pour vous. Choisissez un mot de passe et vous pourrez vous connecter.`,
    button: "Choisir un mot de passe",
    unexpected: "Vous ne vous y attendiez pas ? Ne faites rien et supprimez ce message.",
  },
  passwordLink: {
    what: (organisation) =>
      `Quelqu’un, vous sans doute, a demandé un lien pour choisir un nouveau mot de passe chez ${organisation}. Votre deuxième étape ne change pas.`,
    button: "Choisir un nouveau mot de passe",
    unexpected:
      "Ne le donnez à personne. Si ce n’était pas vous, ne faites rien : votre mot de passe ne change pas. Si vous recevez souvent de tels messages, prévenez votre administrateur.",
  },
  addressConfirmation: {
    what: (organisation) =>
      `Quelqu’un souhaite utiliser cette adresse pour un compte chez ${organisation}. Elle sera prise en compte dès que vous l’aurez confirmée.`,
    button: "Confirmer cette adresse",
    unexpected: "Si ce n’était pas vous, ne faites rien : l’adresse ne sera pas utilisée.",
  },
  addressChangeAsked: {
    what: (organisation, to) =>
      `L’adresse e-mail de votre compte chez ${organisation} deviendra ${to ?? "une autre adresse"} dès que celle-ci sera confirmée.`,
    wasItYou:
      "C’était vous ? Confirmez le message reçu à la nouvelle adresse. Si ce n’était pas vous, agissez maintenant ; un nouveau mot de passe empêche le changement :",
  },
  deadline: {
    what: (organisation, from, away) =>
      `${organisation} demande l’authentification à deux facteurs à partir du ${from} (${away}). Vous ne pourrez plus vous en passer ensuite. Cela prend deux minutes : il vous faut une application d’authentification sur votre téléphone.`,
    button: "Configurer maintenant",
    later:
      "Vous pouvez aussi attendre : la configuration fera alors partie de votre première connexion après cette date.",
  },

  exports: {
    asked: (organisation: string) =>
      `Un export de toutes les personnes de ${organisation}, avec ce qui leur sert à se connecter, a été demandé. Il faut l’accord d’un administrateur et celui de l’exploitant ; rien ne sort avant.`,
    agreed: (organisation: string) =>
      `Les deux parties ont accepté un export de toutes les personnes de ${organisation}, avec ce qui leur sert à se connecter. Il peut être pris une fois, dans les 24 heures.`,
    withdrawn: (organisation: string) =>
      `L’export de toutes les personnes de ${organisation} a été retiré. Rien n’a été remis.`,
    taken: (organisation: string) =>
      `L’export de toutes les personnes de ${organisation}, avec ce qui leur sert à se connecter, a été remis. Qui possède les clés peut le lire.`,
    fingerprint: (text: string) => `Empreinte des clés pour lesquelles il est chiffré : ${text}`,
    stop: "Si vous n’en savez rien, interrogez tout de suite les autres administrateurs et l’exploitant de ce service, et retirez-le s’il n’a pas encore été pris.",
  },
  help: {
    somebody: "Une personne",
    waiting: (asker) =>
      `${asker} a perdu son moyen d’authentification et demande de l’aide. La demande attend une décision.`,
    disowned: (asker) =>
      `${asker} signale que la demande d’aide n’était pas la sienne ; elle a été annulée. Quelqu’un d’autre connaît son mot de passe : veillez à ce qu’il soit changé.`,
    seeRequest: "Voir la demande",
    passUsed: (organisation) =>
      `L’aide accordée par un administrateur ${de(organisation)} a été utilisée : quelqu’un a saisi votre mot de passe et peut configurer une application d’authentification, qui remplacera l’ancienne.`,
    cancelled: (organisation) =>
      `Quelqu’un a suivi le lien « Ce n’était pas moi » : la demande d’aide pour votre compte chez ${organisation} a été annulée. Son auteur connaît votre mot de passe ; choisissez-en un nouveau :`,
    asked: (organisation) =>
      `Quelqu’un a saisi votre mot de passe chez ${organisation}, indiqué que votre moyen d’authentification est perdu et demandé l’aide d’un administrateur.`,
    waitOrStop:
      "C’était vous ? Attendez la réponse de l’administrateur. Si ce n’était pas vous, annulez la demande ; l’effet est immédiat :",
    notMe: "Ce n’était pas moi",
    approved: (organisation, until) =>
      `Un administrateur ${de(organisation)} a accepté votre demande. Connectez-vous avec votre mot de passe${
        until === undefined ? "" : ` avant le ${until}`
      } et configurez à nouveau une application d’authentification. L’ancienne sera supprimée dès que la nouvelle fonctionnera.`,
    signIn: "Se connecter",
    stopIt: "Vous n’avez pas demandé d’aide ? Annulez la demande maintenant ; l’effet est immédiat :",
    tellThem: "Vous n’avez pas demandé d’aide ? Choisissez un nouveau mot de passe et prévenez votre administrateur.",
    declined: (organisation) =>
      `Un administrateur ${de(organisation)} a refusé votre demande. Rien n’a changé sur votre compte.`,
    lapsed: (organisation) =>
      `Personne chez ${organisation} n’a traité votre demande d’aide en 14 jours : elle a expiré. Rien n’a changé sur votre compte. Avez-vous encore besoin d’aide ? Connectez-vous avec votre mot de passe et refaites une demande :`,
    somebodyKnows: "Vous n’avez pas demandé d’aide ? Alors quelqu’un connaît votre mot de passe :",
    note: (note) => `L’administrateur a écrit : « ${note} »`,
  },
};
