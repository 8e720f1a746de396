"""YouTube Studio's headings, in each language known."""

from data_pipeline.contract import Column, count, duration, number

DATE = ("Date", "Datum", "Data", "Fecha")
CONTENT = ("Content", "Video", "Videos", "Inhalte", "Inhalt", "Conteúdo", "Contenu", "Contenido",
           "Vidéo", "Vídeo", "Contenuti", "Contenuto", "Video's")  # fmt: skip
TITLE = ("Video title", "Videotitel", "Título do vídeo", "Titre de la vidéo", "Título del vídeo",
         "Titolo video", "Titolo del video", "Titel van video", "Título del video",
         "Video-Titel")  # fmt: skip
PUBLISHED = (
    "Video publish time",
    "Veröffentlichungszeitpunkt des Videos",
    "Horário de publicação do vídeo",
    "Hora de publicação do vídeo",
    "Heure de publication de la vidéo",
    "Date et heure de publication de la vidéo",
    "Date de publication de la vidéo",
    "Hora de publicación del vídeo",
    "Hora de publicación del video",
    "Data e ora di pubblicazione del video",
    "Ora pubblicazione video",
    "Ora di pubblicazione del video",
    "Publicatietijd van video",
    "Publicatietijd video",
    "Fecha de publicación del vídeo",
    "Fecha de publicación del video",
    "Data de publicação do vídeo",
)
LENGTH = ("Duration", "Dauer", "Duração", "Durée", "Duración", "Durata", "Duur")

# What a metric is called, by our own name for it.
METRICS = {
    "views": ("Views", "Aufrufe", "Visualizações", "Vues", "Visualizaciones", "Vistas",
              "Visualizzazioni", "Weergaven"),
    "watch_hours": ("Watch time (hours)", "Wiedergabezeit (Stunden)", "Tempo de exibição (horas)",
                    "Durée de visionnage (heures)", "Tiempo de visualización (horas)",
                    "Tiempo de reproducción (horas)", "Tempo de visualização (horas)",
                    "Tempo di visualizzazione (ore)", "Weergavetijd (uur)", "Kijktijd (uren)"),
    "followers_net": ("Subscribers", "Abonnenten", "Inscritos", "Subscritores", "Abonnés",
                      "Suscriptores", "Iscritti", "Abonnees"),
    "impressions": ("Impressions", "Thumbnail impressions", "Impressionen",
                    "Thumbnail-Impressionen", "Impressões", "Impresiones", "Impressioni",
                    "Vertoningen"),
    "likes": ("Likes", "„Mag ich“-Bewertungen", "\"Mag ich\"-Bewertungen",
              "Marcações \"Gostei\"", "Gostos", "J'aime", "Mentions J'aime",
              "Mentions \"J'aime\"", "Me gusta", "Mi piace", "Vind-ik-leuks"),
    "comments": ("Comments added", "Comments", "Hinzugefügte Kommentare",
                 "Kommentare hinzugefügt", "Kommentare",
                 "Comentários adicionados", "Comentários", "Commentaires ajoutés",
                 "Comentarios añadidos", "Comentarios agregados", "Commentaires",
                 "Comentarios", "Commenti aggiunti", "Toegevoegde reacties"),
    "shares": ("Shares", "Geteilte Inhalte", "Compartilhamentos", "Partages",
               "Veces compartido", "Veces que se ha compartido", "Veces que se compartió",
               "Partilhas", "Condivisioni", "Keer gedeeld"),
    "viewers": ("Unique viewers", "Einzelne Zuschauer", "Eindeutige Zuschauer",
                "Espectadores únicos", "Usuarios únicos", "Spectateurs uniques",
                "Spettatori unici", "Unieke kijkers"),
}  # fmt: skip
ENGAGED = ("Engaged views", "Bewusste Aufrufe", "Visualizações engajadas",
           "Visualizaciones interesadas")  # fmt: skip
GAINED = ("Subscribers gained", "Gewonnene Abonnenten", "Inscritos recebidos",
          "Inscrições obtidas", "Inscritos ganhos", "Abonnés gagnés", "Nouveaux abonnés",
          "Suscriptores obtenidos", "Suscriptores ganados", "Suscriptores conseguidos",
          "Iscritti acquisiti")  # fmt: skip
LOST = ("Subscribers lost", "Verlorene Abonnenten", "Inscritos perdidos", "Inscrições perdidas",
        "Abonnés perdus", "Suscriptores perdidos", "Iscritti persi")  # fmt: skip
WATCHED = ("Average percentage viewed (%)", "Durchschnittliche Wiedergabe (%)",
           "Durchschnittliche Wiedergabedauer in Prozent (%)", "Durchschnittlich angesehen (%)",
           "Durchschnittlicher Anteil der wiedergegebenen Länge (%)",
           "Porcentagem visualizada média (%)", "Porcentagem média visualizada (%)",
           "Pourcentage moyen de la vidéo regardée (%)",
           "Pourcentage moyen visionné (%)", "Pourcentage moyen de visionnage (%)",
           "Porcentaje medio visto (%)", "Porcentaje promedio visto (%)",
           "Porcentaje medio de visualización (%)",
           "Percentuale media visualizzata (%)")  # fmt: skip
WATCHED_FOR = ("Average view duration", "Durchschnittliche Wiedergabedauer",
               "Duração média da visualização", "Duração média de visualização",
               "Durée moyenne d'une vue", "Durée moyenne des vues", "Durée moyenne de visionnage",
               "Duración media de las visualizaciones", "Duración media de visualización",
               "Duración promedio de vistas", "Duración promedio de visualización",
               "Duración promedio de las vistas",
               "Durata media della visualizzazione", "Gemiddelde weergaveduur")  # fmt: skip
CLICKED = (
    "Impressions click-through rate (%)",
    "Thumbnail click-through rate (%)",
    "Thumbnail-Klickrate (%)",
    "Klickrate der Impressionen (%)",
    "Taxa de cliques de impressões (%)",
    "Taux de clics par impression (%)",
    "Taux de clics des impressions (%)",
    "Taxa de cliques das impressões (%)",
    "Taxa de cliques de impressão (%)",
    "Porcentaje de clics de las impresiones (%)",
    "Tasa de clics de las impresiones (%)",
    "Tasa de clics de impresiones (%)",
    "Porcentaje de clics en impresiones (%)",
    "Percentuale di clic delle impressioni (%)",
    "Klikfrequentie van vertoningen (%)",
)
REVENUE = (
    "Estimated revenue ({currency})",
    "Your estimated revenue ({currency})",
    "Geschätzter Umsatz ({currency})",
    "Receita estimada ({currency})",
    "Receitas estimadas ({currency})",
    "Revenus estimés ({currency})",
    "Ingresos estimados ({currency})",
    "Entrate stimate ({currency})",
    "Geschatte opbrengst ({currency})",
)
BREAKDOWNS = (
    "Traffic source", "Traffic source type", "Viewer age", "Viewer gender", "Subscription status",
    "Subscription source", "Playback location", "Device type", "YouTube product",
    "Geography", "Playlist", "Content type", "Subtitles and CC", "New and returning viewers",
    "Zugriffsquelle", "Alter der Zuschauer", "Geschlecht der Zuschauer", "Abostatus", "Geografie",
    "Gerätetyp", "Origem do tráfego", "Idade do espectador", "Gênero do espectador",
    "Status da inscrição", "Tipo de dispositivo", "Source de trafic", "Âge du spectateur",
    "Zone géographique", "Type d'appareil", "Fuente de tráfico", "Fuentes de tráfico",
    "Edad del espectador", "Sexo del espectador", "Sorgente di traffico", "Verkeersbron",
    "Art der Zugriffsquelle", "Wiedergabeort", "YouTube-Produkt", "Art des Inhalts",
    "Quelle für Abos", "Região geográfica", "Área geográfica", "Geografia",
    "Local de reprodução", "Produto do YouTube", "Tipo de conteúdo", "Fonte de tráfego",
    "Género do espectador", "Sources de trafic", "Type de source de trafic",
    "Âge des spectateurs", "Genre du spectateur", "Sexe du spectateur", "Sexe des spectateurs",
    "Statut de l'abonnement", "État de l'abonnement", "Lieu de lecture", "Produit YouTube",
    "Type de contenu", "Tipo de fuente de tráfico", "Género del espectador",
    "Ubicación geográfica", "Zona geográfica", "Estado de la suscripción",
    "Ubicación de reproducción", "Lugar de reproducción", "Producto de YouTube",
    "Tipo de contenido", "Età dello spettatore", "Area geografica", "Tipo di dispositivo",
    "External source", "YouTube search term", "Sharing service", "End screen element",
    "End screen element type", "Card type", "Audio track", "Translation use", "Revenue source",
    "Externe Quelle", "Fonte externa", "Source externe", "Fuente externa",
)  # fmt: skip


# Further metrics a manager may have chosen.
_FURTHER = (
    "Regular viewers", "Casual viewers", "New viewers", "Returning viewers",
    "Average views per viewer", "Stayed to watch (%)", "Dislikes", "Likes (vs. dislikes) (%)",
    "Clicks per card shown (%)", "Card clicks", "Cards shown", "Card teaser clicks",
    "Card teasers shown", "End screen element clicks", "End screen elements shown",
    "Clicks per end screen element shown (%)", "YouTube Premium views",
    "YouTube Premium watch time (hours)", "Hypes", "Hype points", "Videos published",
    "Videos added", "Post likes", "Post impressions", "Post subscribers", "Saves to playlist",
    "Shown in feed", "Swiped away (%)", "Viewed (vs. swiped away) (%)", "Ad impressions",
    "RPM ({currency})", "Playback-based CPM ({currency})", "CPM ({currency})",
    "YouTube Premium ({currency})", "YouTube ad revenue ({currency})",
    "Transaction revenue ({currency})", "Estimated partner revenue ({currency})",
)  # fmt: skip


def figures() -> dict[str | tuple[str, ...], Column]:
    """Every metric of YouTube's, only read and added up."""
    columns: dict[str | tuple[str, ...], Column] = {
        spellings: number() if name == "watch_hours" else count()
        for name, spellings in METRICS.items()
    }
    columns |= {spellings: count() for spellings in (ENGAGED, GAINED, LOST)}
    columns |= {spellings: number() for spellings in (WATCHED, CLICKED)}
    columns |= {(heading,): number() for heading in _FURTHER}
    return columns | {WATCHED_FOR: duration(), REVENUE: number(), LENGTH: duration()}
