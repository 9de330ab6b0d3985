package sandbox

// The Bot API's own objects, as far as we send them.

type wireUser struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Lang      string `json:"language_code,omitempty"`
}

type wireBot struct {
	wireUser
	CanJoinGroups    bool `json:"can_join_groups"`
	CanReadAllGroups bool `json:"can_read_all_group_messages"`
	SupportsInline   bool `json:"supports_inline_queries"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Type      string `json:"type"`
}

type wireMessage struct {
	MessageID       int           `json:"message_id"`
	From            *wireUser     `json:"from,omitempty"`
	Chat            wireChat      `json:"chat"`
	Date            int64         `json:"date"`
	EditDate        int64         `json:"edit_date,omitempty"`
	ForwardOrigin   *wireOrigin   `json:"forward_origin,omitempty"`
	ReplyTo         *wireMessage  `json:"reply_to_message,omitempty"`
	MediaGroupID    string        `json:"media_group_id,omitempty"`
	Text            string        `json:"text,omitempty"`
	Entities        []Entity      `json:"entities,omitempty"`
	Caption         string        `json:"caption,omitempty"`
	CaptionEntities []Entity      `json:"caption_entities,omitempty"`
	Photo           []wireFile    `json:"photo,omitempty"`
	Document        *wireFile     `json:"document,omitempty"`
	Voice           *wireFile     `json:"voice,omitempty"`
	Video           *wireFile     `json:"video,omitempty"`
	Sticker         *wireSticker  `json:"sticker,omitempty"`
	Contact         *wireContact  `json:"contact,omitempty"`
	Location        *Place        `json:"location,omitempty"`
	ReplyMarkup     *wireMarkup   `json:"reply_markup,omitempty"`
	LinkPreview     *wirePreviews `json:"link_preview_options,omitempty"`
}

type wirePreviews struct {
	IsDisabled bool `json:"is_disabled,omitempty"`
}

type wireOrigin struct {
	Type       string    `json:"type"`
	Date       int64     `json:"date"`
	User       *wireUser `json:"sender_user,omitempty"`
	HiddenName string    `json:"sender_user_name,omitempty"`
	Chat       *wireRoom `json:"chat,omitempty"`
	MessageID  int       `json:"message_id,omitempty"`
}

type wireRoom struct {
	ID       int64  `json:"id"`
	Title    string `json:"title"`
	Username string `json:"username,omitempty"`
	Type     string `json:"type"`
}

type wireFile struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Size     int    `json:"file_size,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Duration *int   `json:"duration,omitempty"`
	Name     string `json:"file_name,omitempty"`
	Mime     string `json:"mime_type,omitempty"`
	Path     string `json:"file_path,omitempty"`
}

type wireSticker struct {
	wireFile
	Type       string `json:"type"`
	IsAnimated bool   `json:"is_animated"`
	IsVideo    bool   `json:"is_video"`
	Emoji      string `json:"emoji,omitempty"`
}

type wireContact struct {
	Phone  string `json:"phone_number"`
	First  string `json:"first_name"`
	Last   string `json:"last_name,omitempty"`
	UserID int64  `json:"user_id,omitempty"`
}

type wireMarkup struct {
	Inline [][]wireButton `json:"inline_keyboard"`
}

type wireButton struct {
	Text  string    `json:"text"`
	Style string    `json:"style,omitempty"`
	URL   string    `json:"url,omitempty"`
	Data  *string   `json:"callback_data,omitempty"`
	Copy  *wireCopy `json:"copy_text,omitempty"`
}

type wireCopy struct {
	Text string `json:"text"`
}

type wireUpdate struct {
	UpdateID      int64         `json:"update_id"`
	Message       *wireMessage  `json:"message,omitempty"`
	EditedMessage *wireMessage  `json:"edited_message,omitempty"`
	Callback      *wireCallback `json:"callback_query,omitempty"`
	MyChatMember  *wireMyMember `json:"my_chat_member,omitempty"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message,omitempty"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data"`
}

type wireMyMember struct {
	Chat wireChat   `json:"chat"`
	From wireUser   `json:"from"`
	Date int64      `json:"date"`
	Old  wireMember `json:"old_chat_member"`
	New  wireMember `json:"new_chat_member"`
}

type wireMember struct {
	User   wireUser `json:"user"`
	Status string   `json:"status"` // member or kicked
	Until  *int64   `json:"until_date,omitempty"`
}
